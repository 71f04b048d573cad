//! The page: mounts the app. Nothing else belongs here.

fn main() {
    zhenggai::app::start::start();
}
