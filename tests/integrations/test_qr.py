from lxml import etree

from integrations.identity import qr


def test_the_code_is_one_svg_with_a_title_and_no_script():
    drawn = etree.fromstring(
        qr.svg("otpauth://totp/%EA%B3%81:mina?secret=ABC", title="인증 앱에 등록할 QR 코드").encode()
    )
    assert etree.QName(drawn).localname == "svg"
    assert drawn.find("{*}title").text == "인증 앱에 등록할 QR 코드"
    assert not drawn.findall(".//{*}script")
    assert qr.svg("a") != qr.svg("b")
