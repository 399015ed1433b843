"""`platforms.parse` answers most links in one look; what it skips must never change an answer."""

from hypothesis import example, given
from hypothesis import strategies as st

from ippbook.catalog.platforms import links

_HOSTS = st.sampled_from(
    ("example.com", "www.example.com", "item.taobao.com", "taobao.com.evil.cn", ".taobao.com", "www.", "www.www.taobao.com", "taobao.com.", "a..b", "m.tb.cn")
)  # fmt: skip
_REST = st.text(st.sampled_from("/?#=&.:@\\%;,()[]*aid0123456789item.htmtaobaocom"), max_size=40)


@given(st.sampled_from(("http://", "https://")), _HOSTS, _REST)
@example("https://", "example.com", "/?u=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D612345678901")
@example("https://", "example.com", "/https://item.taobao.com/item.htm?id=612345678901")
@example("https://", "example.com", "@item.taobao.com/item.htm?id=612345678901")
def test_a_link_that_one_look_finds_to_lead_to_no_marketplace_leads_to_none(scheme: str, host: str, rest: str) -> None:
    patient = links._forgive(scheme + host + rest)  # the slow way is the oracle of the quick one
    quick = links.parse_link(scheme + host + rest)
    assert quick.platform or quick == patient
