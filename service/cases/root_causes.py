"""Root causes to begin with, in the languages that we write: few to choose from, wide enough for most cases."""

from collections.abc import Mapping

DELIVERED: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Product lacks something",
        "Product fails or is slow",
        "Support was slow",
        "Support did not solve it",
        "Delivery late or incomplete",
        "Introduction and training",
        "Price and contract",
        "Invoice wrong",
        "Too little contact",
        "Expectation set too high",
        "Change at the customer",
    ),
    "zh": (
        "产品功能不足",
        "产品故障或缓慢",
        "支持响应慢",
        "支持未解决问题",
        "交付延迟或不完整",
        "上线与培训",
        "价格与合同",
        "账单有误",
        "联系太少",
        "承诺过高",
        "客户内部变动",
    ),
}
