//! When contacts go outside, and when they are called back.

/// When contacts go outside in an interval of arrival; none by default.
///
/// All but the share look only at contacts that find no agent idle.
///
/// ```
/// use bezet::simulate::Rules;
/// let full = Rules { queue_cap: Some(8), ..Rules::default() };
/// assert_eq!(full.timeout, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rules {
    /// This share goes outside on arrival, however quiet it is.
    pub share: f64,
    /// A contact that finds so many waiting in its queue goes outside.
    pub queue_cap: Option<u32>,
    /// A contact whose predicted wait is above this goes outside: `(q + 1) / (c mu)` seconds with
    /// `q` waiting in its queue, `c` agents there who have the skill and `1 / mu` the mean handle
    /// time of its interval.
    pub wait_above: Option<f64>,
    /// A contact that has waited so long goes elsewhere.
    pub timeout: Option<f64>,
}

/// The offer to be called back, made to a contact that would have to wait.
///
/// One who accepts leaves the queue at once, and is called by an agent with whom nobody else would
/// speak, or, when the callback is due, in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Callback {
    /// It is offered when the predicted wait, as in [`Rules::wait_above`], is above this.
    pub wait_above: f64,
    /// Share of those who accept it.
    pub accepts: f64,
    /// It is on time when made within so many seconds of the contact's arrival.
    pub within: f64,
}
