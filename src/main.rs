//! The page: mounts the app. Nothing else belongs here.

mod app;

fn main() {
    app::start::start();
}
