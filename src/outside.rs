//! The contract with an external centre: from contacts outside to euros.
//!
//! What is paid for by the week depends on how many contacts go there ([`Contract::bill`]); fees
//! do not ([`Fees`]), and so decide nothing in a week.

use crate::units::{Euros, Seconds};
use serde::Serialize;

/// Weeks in a month, on average.
const WEEKS_A_MONTH: f64 = 365.25 / 7.0 / 12.0;

/// What a contact outside costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Price {
    /// So much each.
    Contact(Euros),
    /// So much a minute of the external centre's own handle time.
    Minute {
        /// A minute.
        price: Euros,
        /// The external centre's mean handle time.
        handle_time: Seconds,
    },
}

/// Another price from so many contacts on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Contacts a week beyond which the price holds; those up to it keep theirs.
    pub above: f64,
    /// The price there, per contact or minute as the contract's.
    pub price: Euros,
}

/// The volume that was announced to the external centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Commitment {
    /// Contacts a week.
    pub contacts: f64,
    /// By this share fewer are free; what is below that is paid all the same.
    pub below: f64,
    /// By this share more are taken at the ordinary price.
    pub above: f64,
    /// What each contact beyond that costs on top; `None`: it is refused.
    pub surcharge: Option<Euros>,
}

/// What is paid however many contacts go outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Fees {
    /// Once, for the connection.
    pub setup: Euros,
    /// Once, for teaching the external centre's people.
    pub training: Euros,
    /// A month.
    pub monthly: Euros,
}

impl Fees {
    /// What is paid once.
    pub fn once(&self) -> Euros {
        self.setup + self.training
    }

    /// A week's part of what is paid by the month: 12 months are 365.25 / 7 weeks.
    ///
    /// ```
    /// use bezet::outside::Fees;
    /// use bezet::units::Euros;
    /// let fees = Fees { monthly: Euros(365.25), ..Fees::default() };
    /// assert_eq!(fees.weekly(), Euros(84.0));
    /// ```
    pub fn weekly(&self) -> Euros {
        self.monthly * WEEKS_A_MONTH.recip()
    }

    /// Is there any?
    pub fn any(&self) -> bool {
        self.once().0 > 0.0 || self.monthly.0 > 0.0
    }
}

/// The terms on which an external centre takes contacts.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The price of the first contacts.
    pub price: Price,
    /// Other prices beyond so many contacts a week, in that order.
    pub bands: Vec<Band>,
    /// So many contacts a week are paid at least.
    pub weekly_min: f64,
    /// So many contacts a week are taken at most.
    pub weekly_max: Option<f64>,
    /// The volume that was announced, if any.
    pub commitment: Option<Commitment>,
    /// What is paid besides.
    pub fees: Fees,
}

/// A week's bill, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bill {
    /// The contacts that were taken.
    pub contacts: Euros,
    /// Contacts that were paid and did not come.
    pub unused: Euros,
    /// For coming in greater number than announced.
    pub surcharge: Euros,
}

impl Bill {
    /// All together.
    pub fn total(&self) -> Euros {
        self.contacts + self.unused + self.surcharge
    }
}

/// A straight line nowhere above the bill.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Line {
    /// At no contacts.
    pub fixed: Euros,
    /// A contact.
    pub contact: Euros,
}

impl Contract {
    /// A contract with a price per contact and nothing else.
    pub fn plain(price: Euros, weekly_max: Option<f64>) -> Self {
        Self {
            price: Price::Contact(price),
            bands: Vec::new(),
            weekly_min: 0.0,
            weekly_max,
            commitment: None,
            fees: Fees::default(),
        }
    }

    /// What a week with so many contacts outside costs.
    ///
    /// Bands are graduated: each contact has the price of the band in which it is the next. What
    /// is paid at least is the higher of the weekly minimum and the lower end of the commitment.
    ///
    /// # Example
    /// 1 euro a minute, 4 minutes a contact, half price beyond 100; 50 are paid at least.
    /// ```
    /// use bezet::outside::{Band, Contract, Price};
    /// use bezet::units::{Euros, Seconds};
    /// let contract = Contract {
    ///     price: Price::Minute { price: Euros(1.0), handle_time: Seconds(240.0) },
    ///     bands: vec![Band { above: 100.0, price: Euros(0.5) }],
    ///     weekly_min: 50.0,
    ///     ..Contract::plain(Euros(0.0), None)
    /// };
    /// assert_eq!(contract.bill(30.0).contacts, Euros(120.0));
    /// assert_eq!(contract.bill(30.0).unused, Euros(80.0));
    /// assert_eq!(contract.bill(120.0).total(), Euros(440.0));
    /// ```
    pub fn bill(&self, contacts: f64) -> Bill {
        let floor = self.paid_at_least();
        let taken = self.graduated(contacts);
        let unused = match contacts < floor {
            true => self.graduated(floor) - taken,
            false => Euros::ZERO,
        };
        let surcharge = self.commitment.and_then(|commitment| {
            let beyond = contacts - commitment.most();
            Some(commitment.surcharge? * beyond.max(0.0))
        });
        Bill {
            contacts: taken,
            unused,
            surcharge: surcharge.unwrap_or_default(),
        }
    }

    /// Does each contact cost the same, and nothing else anything?
    pub fn is_plain(&self) -> bool {
        self.is_proportional() && !self.fees.any()
    }

    fn is_proportional(&self) -> bool {
        self.bands.is_empty() && self.paid_at_least() == 0.0 && self.commitment.is_none()
    }

    /// So many contacts are paid even if fewer come.
    pub fn paid_at_least(&self) -> f64 {
        let announced = self
            .commitment
            .map_or(0.0, |c| c.contacts * (1.0 - c.below));
        self.weekly_min.max(announced)
    }

    /// No more contacts than this are taken in a week.
    pub fn most(&self) -> Option<f64> {
        let refused = self.commitment.filter(|c| c.surcharge.is_none());
        let ends = [self.weekly_max, refused.map(|c| c.most())];
        ends.into_iter().flatten().reduce(f64::min)
    }

    /// The line below the bill of every number of contacts that is taken, and nearest to it at
    /// this one: a stretch of the bill's largest convex minorant.
    ///
    /// A linear programme that pays the line instead of the bill can only be too cheap, so its
    /// bound holds for the bill too.
    pub fn line(&self, contacts: f64) -> Line {
        if self.is_proportional() {
            return Line {
                fixed: Euros::ZERO,
                contact: self.unit_price() * self.units(),
            };
        }
        let corners = self.corners();
        let next = |pair: &&[(f64, f64)]| contacts < pair[1].0;
        let slope = |from: (f64, f64), to: (f64, f64)| (to.1 - from.1) / (to.0 - from.0);
        let through = |at: (f64, f64), slope: f64| Line {
            fixed: Euros(at.1 - slope * at.0),
            contact: Euros(slope),
        };
        match (corners.windows(2).find(next), &corners[..]) {
            (Some(pair), _) => through(pair[0], slope(pair[0], pair[1])),
            (None, [.., last]) if self.most().is_none() => through(*last, self.last_price()),
            (None, [.., before, last]) => through(*last, slope(*before, *last)),
            (None, [only]) => through(*only, 0.0),
            (None, []) => Line::default(),
        }
    }

    /// Corners of the largest convex line below the bill, from no contacts to the most.
    fn corners(&self) -> Vec<(f64, f64)> {
        let most = self.most().unwrap_or(f64::INFINITY);
        let bands = self.bands.iter().map(|band| band.above);
        let surcharge = self.commitment.map(|c| c.most());
        let ends = [
            Some(0.0),
            Some(self.paid_at_least()),
            self.most(),
            surcharge,
        ];
        let mut at: Vec<f64> = bands.chain(ends.into_iter().flatten()).collect();
        at.retain(|contacts| *contacts <= most);
        at.sort_by(f64::total_cmp);
        at.dedup();
        let mut corners: Vec<(f64, f64)> = Vec::new();
        for contacts in at {
            let here = (contacts, self.bill(contacts).total().0);
            while let [.., before, last] = corners[..] {
                let bends_down = (last.1 - before.1) * (here.0 - before.0)
                    >= (here.1 - before.1) * (last.0 - before.0);
                if !bends_down {
                    break;
                }
                corners.pop();
            }
            corners.push(here);
        }
        if most.is_infinite() {
            // No stretch may be steeper than what goes on for ever.
            while let [.., before, last] = corners[..] {
                if last.1 - before.1 <= self.last_price() * (last.0 - before.0) {
                    break;
                }
                corners.pop();
            }
        }
        corners
    }

    /// What one contact more costs beyond every band.
    fn last_price(&self) -> f64 {
        let price = self
            .bands
            .last()
            .map_or(self.unit_price(), |band| band.price);
        let surcharge = self.commitment.and_then(|c| c.surcharge);
        price.0 * self.units() + surcharge.unwrap_or_default().0
    }

    fn unit_price(&self) -> Euros {
        match self.price {
            Price::Contact(price) | Price::Minute { price, .. } => price,
        }
    }

    /// Units that a contact is paid for.
    fn units(&self) -> f64 {
        match self.price {
            Price::Contact(_) => 1.0,
            Price::Minute { handle_time, .. } => handle_time.minutes(),
        }
    }

    /// The price of so many contacts, band by band.
    fn graduated(&self, contacts: f64) -> Euros {
        let mut euros = Euros::ZERO;
        let (mut from, mut price) = (0.0, self.unit_price());
        for band in &self.bands {
            if band.above >= contacts {
                break;
            }
            euros += price * ((band.above - from) * self.units());
            (from, price) = (band.above, band.price);
        }
        euros + price * ((contacts - from) * self.units())
    }
}

impl Commitment {
    /// The most contacts at the ordinary price.
    fn most(&self) -> f64 {
        self.contacts * (1.0 + self.above)
    }
}

/// Contacts a week of so many a month.
///
/// ```
/// assert_eq!(bezet::outside::a_week_of(365.25), 84.0);
/// ```
pub fn a_week_of(month: f64) -> f64 {
    month / WEEKS_A_MONTH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Contract {
        Contract::plain(Euros(4.5), Some(150.0))
    }

    fn banded() -> Contract {
        Contract {
            bands: vec![
                Band {
                    above: 40.0,
                    price: Euros(4.0),
                },
                Band {
                    above: 100.0,
                    price: Euros(5.0),
                },
            ],
            weekly_min: 20.0,
            commitment: Some(Commitment {
                contacts: 60.0,
                below: 0.5,
                above: 0.25,
                surcharge: Some(Euros(1.0)),
            }),
            ..plain()
        }
    }

    /// By hand: 30 paid at least (60 less a half), surcharge from 75 on.
    #[test]
    fn a_bill_by_kind_as_by_hand() {
        let bill = |contacts| {
            let bill = banded().bill(contacts);
            (bill.contacts.0, bill.unused.0, bill.surcharge.0)
        };
        assert_eq!(bill(0.0), (0.0, 135.0, 0.0));
        assert_eq!(bill(20.0), (90.0, 45.0, 0.0));
        assert_eq!(bill(30.0), (135.0, 0.0, 0.0));
        assert_eq!(bill(50.0), (180.0 + 40.0, 0.0, 0.0));
        assert_eq!(bill(120.0), (180.0 + 240.0 + 100.0, 0.0, 45.0));
        assert_eq!(plain().bill(53.0).total(), Euros(238.5));
    }

    #[test]
    fn the_least_of_both_ends_is_the_most() {
        let refused = |contacts| Contract {
            commitment: Some(Commitment {
                contacts,
                below: 0.1,
                above: 0.1,
                surcharge: None,
            }),
            ..plain()
        };
        assert_eq!(plain().most(), Some(150.0));
        assert_eq!(refused(100.0).most(), Some(100.0 * 1.1));
        assert_eq!(refused(200.0).most(), Some(150.0));
        assert_eq!(banded().most(), Some(150.0));
    }

    #[test]
    fn a_plain_contract_is_its_own_line() {
        for contacts in [0.0, 53.0, 150.0, 400.0] {
            let line = plain().line(contacts);
            assert_eq!((line.fixed.0, line.contact.0), (0.0, 4.5), "{contacts}");
        }
        let free = Contract::plain(Euros(4.5), None).line(10.0);
        assert_eq!((free.fixed.0, free.contact.0), (0.0, 4.5));
    }

    /// Below every bill, and at some number equal to it.
    #[test]
    fn lines_lie_below_the_bill_and_touch_it() {
        let cheaper = Contract {
            bands: vec![Band {
                above: 80.0,
                price: Euros(1.0),
            }],
            ..Contract::plain(Euros(4.5), None)
        };
        let least = Contract {
            weekly_min: 60.0,
            ..plain()
        };
        for contract in [plain(), banded(), cheaper, least] {
            let most = contract.most().unwrap_or(2000.0) as u32;
            for at in 0..=most {
                let line = contract.line(f64::from(at));
                let over = |contacts: u32| {
                    let contacts = f64::from(contacts);
                    contract.bill(contacts).total().0 - line.fixed.0 - line.contact.0 * contacts
                };
                let nearest = (0..=most).map(over).fold(f64::INFINITY, f64::min);
                assert!(nearest.abs() < 1e-9, "{contract:?} at {at}: {nearest}");
            }
        }
    }
}
