"""One connection is kept warm, and whatever goes wrong in opening one has a name."""

from edge.reach.wire.failures import Ending
from tests.edge.reach.reach import START


def test_a_wrong_clock_and_a_wrong_certificate_are_told_apart():
    import ssl

    from edge.messages import Wall
    from edge.reach.wire.line import _certificate

    def verdict(code, *, trusted):
        error = ssl.SSLCertVerificationError("x")
        error.verify_code, error.verify_message = code, "hostname mismatch"
        return _certificate(error, Wall(START, trusted))

    assert verdict(9, trusted=True).how is Ending.CLOCK
    assert verdict(10, trusted=False).how is Ending.CLOCK
    assert verdict(10, trusted=True).how is Ending.CERTIFICATE
    assert "04 May 2026" in str(verdict(10, trusted=True))
    assert verdict(62, trusted=True).how is Ending.CERTIFICATE
