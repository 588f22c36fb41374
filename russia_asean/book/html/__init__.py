"""What the HTML book has beyond its pages: pages of claims and exhibits, heads, search, and what makes pages light."""
