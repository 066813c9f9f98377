"""A real identity provider, some of whose answers somebody has got hold of."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jwt
import oidc_provider_mock
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug import Response
from werkzeug.serving import make_server

TOKEN, KEYS, DESCRIPTION, ABOUT = "/oauth2/token", "/jwks", "/.well-known/openid-configuration", "/userinfo"
ANOTHERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Bend = Callable[[Response], Response]


class Provider:
    """`bent`: by path, what happens to the provider's own answer on its way."""

    def __init__(self) -> None:
        self._app = oidc_provider_mock.app()
        self.bent: dict[str, Bend] = {}
        self.asked: list[str] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        answer = Response.from_app(self._app, environ)
        return self.bent.get(path, lambda same: same)(answer)(environ, start_response)


@contextmanager
def running(provider: Provider) -> Iterator[str]:
    server = make_server("localhost", 0, provider, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def saying(**changed: Any) -> Bend:
    """Another answer in some respect."""
    return lambda answer: Response(json.dumps(json.loads(answer.data) | changed), mimetype="application/json")


def elsewhere(answer: Response) -> Response:
    """The same answer, at an address that the first one leads on to."""
    return Response(status=307, headers={"Location": "/elsewhere"}) if answer.status_code < 300 else answer


def token(key: Any = ANOTHERS_KEY, algorithm: str = "RS256", **claims: Any) -> Bend:
    """The provider's own token with other claims, signed by whoever has this key."""

    def bend(answer: Response) -> Response:
        whole = json.loads(answer.data)
        said = jwt.decode(whole["id_token"], options={"verify_signature": False}) | claims
        named = {"kid": kid} if (kid := jwt.get_unverified_header(whole["id_token"]).get("kid")) else {}
        whole["id_token"] = jwt.encode(said, key, algorithm, headers=named)
        return Response(json.dumps(whole), mimetype="application/json")

    return bend


def signature_cut_off(answer: Response) -> Response:
    whole = json.loads(answer.data)
    whole["id_token"] = whole["id_token"].rpartition(".")[0] + "."
    return Response(json.dumps(whole), mimetype="application/json")


def without_token(answer: Response) -> Response:
    whole = {name: value for name, value in json.loads(answer.data).items() if name != "id_token"}
    return Response(json.dumps(whole), mimetype="application/json")


def own_keys(answer: Response) -> Response:
    """The provider's keys with ours for the test in place of its own, under its name: tokens of any content can be signed."""
    [key] = json.loads(answer.data)["keys"]
    ours = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(ANOTHERS_KEY.public_key()))
    named = {"kid": key["kid"]} if "kid" in key else {}
    return Response(json.dumps({"keys": [{**ours, **named, "use": "sig"}]}), mimetype="application/json")
