//! The sweep behind a working day: the best gain of every node of time, stretch of screen work,
//! what was done last and which kinds of work were done, and the way back from a node.

use super::model::{BREAK, CONTACTS, WORK};
use super::model_day::Search;
use super::model_work::Asked;

/// Costs nothing that anyone could notice, but no break is taken for fun.
const BREAK_COST: f64 = 1e-6;

/// Best gains of the nodes of a sweep, the node before and the activity between.
pub(super) struct Table {
    pub gain: Vec<f64>,
    from: Vec<u32>,
    code: Vec<u8>,
}

impl Search<'_> {
    pub(super) fn nodes(&self) -> (usize, usize) {
        (self.model.sizes.stretch + 1, self.kinds.len() + 1)
    }

    pub(super) fn node(&self, time: usize, stretch: usize, last: usize, mask: usize) -> usize {
        let (stretches, lasts) = self.nodes();
        ((time * stretches + stretch) * lasts + last) * self.masks + mask
    }

    pub(super) fn table(&self) -> Table {
        let (stretches, lasts) = self.nodes();
        let size = (self.model.days[self.day].units + 1) * stretches * lasts * self.masks;
        Table {
            gain: vec![f64::NEG_INFINITY; size],
            from: vec![0; size],
            code: vec![0; size],
        }
    }

    /// Best gains of all nodes from a start, or from the end of a lunch, on.
    pub(super) fn sweep(&self, table: &mut Table, start: usize, horizon: usize) {
        let (stretches, lasts) = self.nodes();
        let horizon = horizon
            .min(self.model.days[self.day].units - start.min(self.model.days[self.day].units));
        let size = self.node(horizon + 1, 0, 0, 0);
        table.gain[..size].fill(f64::NEG_INFINITY);
        table.gain[0] = 0.0;
        for time in 0..horizon {
            let ahead = self
                .frame
                .forced
                .iter()
                .find(|forced| forced.unit >= start + time);
            let limit = ahead.map_or(horizon, |f| horizon.min(f.unit - start));
            for stretch in 0..stretches {
                for last in 0..lasts {
                    for mask in 0..self.masks {
                        let node = self.node(time, stretch, last, mask);
                        if table.gain[node] == f64::NEG_INFINITY {
                            continue;
                        }
                        let at = At {
                            start,
                            time,
                            stretch,
                            last,
                            mask,
                            node,
                        };
                        match ahead {
                            Some(f) if f.unit == start + time => {
                                self.meet(table, &at, f.units, f.kind, horizon);
                            }
                            _ => self.extend(table, &at, limit),
                        }
                    }
                }
            }
        }
    }

    fn meet(&self, table: &mut Table, at: &At, units: usize, kind: usize, horizon: usize) {
        let stretch = if self.model.kinds[kind].screen {
            at.stretch + units
        } else {
            0
        };
        if at.time + units <= horizon && stretch <= self.model.sizes.stretch {
            let to = self.node(at.time + units, stretch, 0, at.mask);
            let allowance = self.model.allowance(self.day, at.start + at.time, units);
            table.reach(at.node, to, -allowance, WORK + kind as u8);
        }
    }

    /// All that may follow a node, up to a time.
    fn extend(&self, table: &mut Table, at: &At, limit: usize) {
        let (sizes, unit) = (&self.model.sizes, at.start + at.time);
        let here = &self.ahead[unit];
        if self.model.staff[self.person].contacts && at.stretch < sizes.stretch && at.time < limit {
            let to = self.node(at.time + 1, at.stretch + 1, 0, at.mask);
            table.reach(at.node, to, here.contact, CONTACTS);
        }
        let edge = if self.rested == 0 {
            0
        } else {
            sizes.break_edge
        };
        let worked = at.stretch > 0 || self.rested & !at.mask != 0;
        if worked && at.time >= edge && at.time + sizes.short_break <= limit {
            let to = self.node(at.time + sizes.short_break, 0, 0, at.mask | self.rested);
            table.reach(at.node, to, here.rest, BREAK);
        }
        for block in &here.blocks {
            let stretch = if block.screen {
                at.stretch + block.units
            } else {
                0
            };
            let may = at.last != block.last
                && at.mask & block.bit == 0
                && at.time + block.units <= limit
                && stretch <= sizes.stretch;
            if may {
                let mask = at.mask | block.bit;
                let to = self.node(at.time + block.units, stretch, block.last, mask);
                table.reach(at.node, to, block.gain, block.code);
            }
        }
    }

    /// What may follow at each unit of the day, wherever the shift began.
    pub(super) fn lay(&mut self) {
        let units = self.model.days[self.day].units;
        self.ahead = (0..units).map(|unit| self.ahead(unit)).collect();
    }

    fn ahead(&self, unit: usize) -> Ahead {
        let (gains, rest) = (self.gains, self.model.sizes.short_break);
        let last = gains.seat.len() - 1;
        let seat = |to: usize| {
            let allowance = self.model.allowance(self.day, unit, to - unit);
            gains.seat[to.min(last)] - gains.seat[unit] + allowance
        };
        Ahead {
            contact: gains.contact[unit] - seat(unit + 1),
            rest: -BREAK_COST - seat(unit + rest),
            blocks: (0..self.kinds.len())
                .flat_map(|index| self.blocks(index, unit))
                .collect(),
        }
    }

    /// All stretches of a kind of work from a unit.
    fn blocks(&self, index: usize, unit: usize) -> Vec<Block> {
        let (kind, gains) = (self.kinds[index], self.gains);
        let work = &self.model.kinds[kind];
        let open = self.until[index][unit].saturating_sub(unit);
        let wanted = work.asked == Asked::Session
            || !gains.thrifty
            || !self.model.staff[self.person].contacts;
        let block = |units: usize| {
            let gain = match gains.capped[kind] {
                Some(cap) => {
                    let minutes = (units as i32 * self.model.sizes.unit).min(cap.minutes);
                    cap.per_minute * f64::from(minutes)
                }
                None => gains.work[kind][unit + units] - gains.work[kind][unit],
            };
            let seat = match work.seat {
                true => gains.seat[unit + units] - gains.seat[unit],
                false => 0.0,
            };
            (wanted || gain > 0.0).then_some(Block {
                units,
                screen: work.screen,
                last: index + 1,
                bit: self.bits[index],
                gain: gain - seat - self.model.allowance(self.day, unit, units),
                code: WORK + kind as u8,
            })
        };
        let blocks = work.blocks.iter().copied();
        blocks
            .take_while(|units| *units <= open)
            .filter_map(block)
            .collect()
    }

    pub(super) fn walk(
        &self,
        table: &mut Table,
        start: usize,
        units: usize,
        node: usize,
    ) -> Vec<u8> {
        self.sweep(table, start, units);
        let layer = self.node(1, 0, 0, 0);
        let mut codes = Vec::with_capacity(units);
        let mut node = node;
        while node >= layer {
            let from = table.from[node] as usize;
            codes.extend(std::iter::repeat_n(
                table.code[node],
                node / layer - from / layer,
            ));
            node = from;
        }
        codes.reverse();
        codes
    }
}

/// What may follow at a unit of the day.
pub(super) struct Ahead {
    /// Gain of contacts, and of a short break.
    contact: f64,
    rest: f64,
    blocks: Vec<Block>,
}

/// A stretch of other work.
struct Block {
    units: usize,
    screen: bool,
    /// What was done last after it.
    last: usize,
    /// Its bit of the mask.
    bit: usize,
    gain: f64,
    code: u8,
}

/// A node of a sweep by its parts.
struct At {
    start: usize,
    time: usize,
    stretch: usize,
    last: usize,
    mask: usize,
    node: usize,
}

impl Table {
    fn reach(&mut self, from: usize, to: usize, gain: f64, code: u8) {
        let gain = self.gain[from] + gain;
        if gain > self.gain[to] {
            self.gain[to] = gain;
            self.from[to] = from as u32;
            self.code[to] = code;
        }
    }
}
