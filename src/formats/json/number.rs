//! Numbers as ECMAScript writes them, where a double holds them. Knows only the text of one number.

/// A number in ECMAScript's form, or as it is where a double would change it.
pub(super) fn number(text: &str) -> String {
    let small = text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit());
    if !small
        && let Ok(double) = text.parse::<f64>()
        && double.is_finite()
    {
        let mut buffer = ryu_js::Buffer::new();
        let form = buffer.format_finite(double);
        let value = decimal(text);
        if value.is_some() && value == decimal(form) {
            return form.to_owned();
        }
    }
    text.to_owned()
}

/// Whether other programs, which read numbers as doubles, read this one without a change.
pub(super) fn double_holds(text: &str) -> bool {
    let form = |double: f64| decimal(ryu_js::Buffer::new().format_finite(double));
    let value = decimal(text);
    value.is_some() && text.parse::<f64>().is_ok_and(|double| double.is_finite() && form(double) == value)
}

/// The value of a number: sign, digits without zeros at either end, power of ten. `None` where the exponent
/// is beyond counting.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let kept = digits.trim_end_matches('0');
    let dropped = digits.len() - kept.len();
    let kept = kept.trim_start_matches('0');
    if kept.is_empty() {
        // Zero is zero: RFC 8785 writes -0 as 0.
        return Some((false, String::new(), 0));
    }
    let exponent: i64 = exponent.parse().ok()?;
    let shift = i64::try_from(dropped).ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    Some((negative, kept.to_owned(), exponent.checked_add(shift)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_rfc_8785_appendix_b_are_in_ecmascript_form() {
        let table: [(u64, &str); 22] = [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        ];
        for (bits, expected) in table {
            assert_eq!(number(&format!("{:e}", f64::from_bits(bits))), expected);
            assert_eq!(number(expected), expected);
        }
    }

    #[test]
    fn a_number_that_a_double_would_change_keeps_its_digits() {
        for text in [
            "12345678901234567890123",
            "1e+400",
            "1e-400",
            "9007199254740993",
            "0.1000000000000000055511151231257827",
            "1e+99999999999999999999",
        ] {
            assert_eq!(number(text), text);
            assert!(!double_holds(text), "{text}");
        }
        for (text, form) in [
            ("-0", "0"),
            ("0e99999999999999999999", "0"),
            ("1.0", "1"),
            ("1E2", "100"),
            ("-1.50", "-1.5"),
            ("0.1", "0.1"),
            ("123456789012345680000", "123456789012345680000"),
            ("1e21", "1e+21"),
        ] {
            assert_eq!(number(text), form);
            assert!(double_holds(text), "{text}");
        }
    }
}
