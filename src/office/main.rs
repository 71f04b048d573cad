#![doc = include_str!("README.md")]
#![expect(
    unsafe_code,
    reason = "the border to the caller is addresses and lengths, which no safe code can express"
)]

use formats::office::answer_telling;

#[cfg(target_arch = "wasm32")]
#[link(wasm_import_module = "page")]
unsafe extern "C" {
    /// The page hears how much of the question is done, and of how much.
    safe fn told(done: u32, of: u32);
}

#[cfg(not(target_arch = "wasm32"))]
fn told(_done: u32, _of: u32) {}

fn main() {}

/// Room for a question of this length.
#[unsafe(no_mangle)]
pub extern "C" fn office_alloc(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Answers the question at an address that [`office_alloc`] gave for this length, and takes its room back.
///
/// # Safety
/// `question` must come from [`office_alloc`] with the same length and not have been handed over before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn office_call(question: *mut u8, length: usize) -> *mut u8 {
    // SAFETY: by the contract above this is the box that `office_alloc` leaked, whole and owned by nobody else.
    let question = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(question, length)) };
    let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let bytes = answer_telling(&question, &mut |done, of| told(number(done), number(of)));
    drop(question);
    let mut out = Vec::with_capacity(4 + bytes.len());
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(&bytes);
    Box::into_raw(out.into_boxed_slice()).cast()
}

/// Gives an answer back.
///
/// # Safety
/// `reply` must come from [`office_call`] and not have been given back before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn office_free(reply: *mut u8) {
    // SAFETY: `office_call` leaked a box that begins with the length of what follows in four bytes.
    unsafe {
        let mut length = [0_u8; 4];
        length.copy_from_slice(std::slice::from_raw_parts(reply, 4));
        let length = 4 + usize::try_from(u32::from_le_bytes(length)).unwrap_or_default();
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(reply, length)));
    }
}
