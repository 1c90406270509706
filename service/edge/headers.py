"""Headers that every answer carries: what a browser may load, and that nothing private is kept on the way."""

from flask import Flask, Response, g
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from service.settings import Settings

A_YEAR = 31_536_000


def policy(*, framed: bool = False, frames: bool = False) -> ContentSecurityPolicy:
    """Nothing but our own files, no inline script or style, no frame around us, no form to elsewhere.

    ``framed``: our own pages may show this one within themselves; ``frames``: it may show such pages.
    """
    own, none = "'self'", "'none'"
    return (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src(own)
        .style_src(own)
        .img_src(own, "data:")
        .font_src(own)
        .connect_src(own)
        .manifest_src(own)
        .form_action(own)
        .base_uri("'none'")
        .object_src("'none'")
        .frame_src(own if frames else none)
        .frame_ancestors(own if framed else none)
    )


def install(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer; strict transport only where the service is reached by https."""
    https = settings.base_url.startswith("https://")
    secure = Secure(
        csp=policy(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        hsts=StrictTransportSecurity().max_age(A_YEAR).include_subdomains() if https else None,
        permissions=PermissionsPolicy().camera().microphone().geolocation().payment(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )
    fixed = dict(secure.headers)

    def add_headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if not response.cache_control.public:
            response.headers["Cache-Control"] = "no-store"
        if "request_id" in g:
            response.headers["X-Request-ID"] = g.request_id
        return response

    app.after_request(add_headers)
