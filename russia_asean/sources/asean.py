"""The members of ASEAN as the recipes take their figures.

The figures of a country that joins are taken once it stands here; ``memberships.csv`` says who is a member, and when.
"""

MEMBERS = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"]
