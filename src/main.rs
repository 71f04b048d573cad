//! The page: mounts the app. Nothing else belongs here.
fn main() {}
