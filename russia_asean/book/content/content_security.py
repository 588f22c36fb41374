"""What a browser may load for a page: the content security policy, which pages state and hosts may send, too."""

# Elements of pictures (SVG) have attributes of style. Who may frame a page can only be said by the host.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # for browsers that do not know the next two
    "style-src-elem": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}


def policy() -> str:
    """Return the content security policy of a page."""
    return "; ".join(f"{what} {sources}" for what, sources in POLICY.items())
