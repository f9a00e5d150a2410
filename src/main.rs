//! bezet command
fn main() {}
