//! `cargo xtask open`: builds the page and shows it in the default browser.
//! Where there is no browser to start it prints the path, which is an answer, not a failure.

use std::env;
use std::process::{Command, Stdio};

use crate::failure::Outcome;
use crate::{build, place, process};

/// The command.
pub fn run() -> Outcome {
    build::run()?;
    let page = place::page();
    let opener = if cfg!(windows) {
        Some("explorer")
    } else if cfg!(target_os = "macos") {
        Some("open")
    } else {
        // Without a display xdg-open would start a text browser or wait for one.
        let display = env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some();
        (display && process::has("xdg-open")).then_some("xdg-open")
    };
    let started = opener.and_then(|program| {
        Command::new(program)
            .arg(&page)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()
    });
    match started {
        Some(_) => println!("opened {}", page.display()),
        None => println!("there is no browser to start; open this file in one:\n{}", page.display()),
    }
    Ok(())
}
