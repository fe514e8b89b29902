"""What a code gives away is masked to its end, and what only begins alike is not."""

import pytest

from edge.reach.gate.mask import Masker

MASK = Masker()


@pytest.mark.parametrize(
    "payload",
    [
        "WIFI:T:WPA;S:home;P:hunter2;;",
        "wifi:S:home;P:hunter2;;",
        "otpauth://totp/me?secret=JBSWY3DPEHPK3PXP",
        "otpauth-migration://offline?data=abc",
        "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=1",
        "upi://pay?pa=somebody@bank&am=10",
        "BCD 002 1 SCT BPOTBEB1 Red Cross BE72000000001616 EUR1",
        "SPC 0200 1 CH5800791123000889012 S Somebody",
        "000201010211hk.com.hkicl",
        "FIDO:/13086400838107303667332719012595115747821895775708323189557153075146383351399743589971313508078026948312",
        "LPA:1$rsp.example.com$A1-2B3C",
    ],
)
def test_a_secret_is_masked_to_the_end_of_its_line(payload):
    assert MASK(f"a\n{payload}\nb").text == "a\n[secret]\nb"
    assert MASK(payload).counts == {"secret": 1}


def test_a_password_that_was_read_out_is_masked_once():
    told = "This QR code is for the Wi-Fi network “home” with the password “hunter2”."
    once = MASK(told).text
    assert once == "This QR code is for the Wi-Fi network “home” with the password “[secret]”."
    assert MASK(once).counts == {}


@pytest.mark.parametrize(
    "text",
    ["is lightning: dangerous", "my wifi: slow", "https://example.com/wifi", "what is bitcoin?", "BCD is binary coded"],
)
def test_what_only_begins_alike_is_not_masked(text):
    assert MASK(text).text == text
