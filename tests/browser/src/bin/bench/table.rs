//! The printed table: what, how much, and how it was taken. Measures nothing.

/// Begins a part. What else the machine does decides half of what follows, so it is told every time.
pub fn heading(text: &str) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    println!("\n--- {text}; load {load}");
}

/// One figure with a word on how it was taken.
pub fn line(what: &str, value: &str, how: &str) {
    // Chinese characters are two columns wide, and `format!` counts them as one.
    let width = what.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let gap = " ".repeat(60_usize.saturating_sub(width));
    println!("{what}{gap} {value:>14}  {how}");
}

/// Milliseconds, with as many digits as they deserve.
pub fn ms(value: f64) -> String {
    if value < 10.0 { format!("{value:.2} ms") } else { format!("{value:.0} ms") }
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The arithmetic mean: right also where the clock ticks in steps longer than what is timed.
pub fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
    let count = values.len() as f64;
    values.iter().sum::<f64>() / count
}

/// The largest one.
pub fn longest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NAN, f64::max)
}

/// One figure of the page beside the plain page's, with how many times it is.
pub fn compared(what: &str, ours: f64, plain: f64, unit: &str) {
    let ratio = if plain > 0.0 { format!("{:.2} x", ours / plain) } else { "-".to_owned() };
    line(what, &ratio, &format!("{ours:.1} against {plain:.1} {unit}"));
}
