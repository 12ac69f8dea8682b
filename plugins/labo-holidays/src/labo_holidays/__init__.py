"""Public and school holidays of France for labo_partenariats: sessions that fall on them are told."""

from labo_holidays.days import public_holiday, public_holidays, school_holidays

__all__ = ["public_holiday", "public_holidays", "school_holidays"]
