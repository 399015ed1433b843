"""What fits together: a right and a marketplace, a reason and a right."""

from ippbook.catalog import platforms, reasons
from ippbook.declare import worksheet
from ippbook.declare.parameters import Office, PlatformCode, ReasonCode, RightType, YesOrNo


@worksheet("IPP_USABLE_ON", "Rights")
def usable_on(platform: PlatformCode, right_type: RightType, office: Office, china_certificate: YesOrNo = "") -> str:
    """Whether a marketplace accepts a right: yes, no, unsure if the sources leave it open, empty if data is missing.

    Marketplaces of mainland China require a right that is valid there. An international mark (office WIPO) counts there
    only with the certificate of its extension to China.

    Source: ipp-facts 3.1 [O4, O7, O21], 3.2 [L7, O18].

    Arguments:
        platform: the marketplace, in any known spelling
        right_type: what kind of right it is, in any known spelling
        office: where it is registered
        china_certificate: yes if you have the certificate of extension to China

    Examples:
        =IPP_USABLE_ON("taobao", "trademark", "EU") -> no
        =IPP_USABLE_ON("aliexpress", "trademark", "EU") -> yes
        =IPP_USABLE_ON("tmall", "trademark", "WIPO", "yes") -> yes
    """
    return platforms.accepts(platform, right_type, office, china_certificate)


@worksheet("IPP_REASON_FITS", "Complaints")
def reason_fits(reason: ReasonCode, right_type: RightType) -> str:
    """Whether a reason can be based on a kind of right: yes, no, or empty if the sources do not say.

    Source: ipp-facts 5.2 [C1: CODE].

    Arguments:
        reason: the reason of the complaint, in any known spelling
        right_type: what kind of right is cited

    Examples:
        =IPP_REASON_FITS("keyword abuse", "trademark") -> yes
        =IPP_REASON_FITS("keyword abuse", "copyright") -> no
    """
    return reasons.reason_fits(reason, right_type)
