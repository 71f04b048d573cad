//! The digests by which a file is known again: SM3 (GB/T 32905-2016) and SHA-256 (FIPS 180-4), taken together
//! while bytes stream by. Knows bytes; no file, no ledger.

use sha2::Sha256;
use sm3::{Digest as _, Sm3};

/// Digests under way: feed them pieces of any length, then [`Digests::finish`].
#[derive(Clone)]
pub struct Digests {
    sm3: Sm3,
    sha256: Sha256,
    bytes: u64,
}

/// What is known of a file's content: both digests and how long it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Digest {
    /// SM3, 64 hexadecimal digits in lower case.
    pub sm3: String,
    /// SHA-256, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

impl Digests {
    /// Of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { sm3: Sm3::new(), sha256: Sha256::new(), bytes: 0 }
    }

    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.sm3.update(piece);
        self.sha256.update(piece);
        self.bytes += piece.len() as u64;
    }

    /// The digests of everything that was fed.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest { sm3: hex(&self.sm3.finalize()), sha256: hex(&self.sha256.finalize()), bytes: self.bytes }
    }
}

impl Default for Digests {
    fn default() -> Self {
        Self::new()
    }
}

/// Both digests of bytes that are at hand.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    let mut digests = Digests::new();
    digests.update(bytes);
    digests.finish()
}

/// The SM3 digest, 64 hexadecimal digits in lower case.
#[must_use]
pub fn sm3_hex(bytes: &[u8]) -> String {
    hex(&Sm3::digest(bytes))
}

/// The SHA-256 digest, 64 hexadecimal digits in lower case.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' + n - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// GB/T 32905-2016, appendix A.1 and A.2, and the digest of nothing.
    #[test]
    fn sm3_is_that_of_the_standard() {
        for (text, digest) in [
            ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
            (
                "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
                "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
            ),
            ("", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
        ] {
            assert_eq!(sm3_hex(text.as_bytes()), digest, "{text}");
        }
    }

    /// FIPS 180-4 examples, as NIST publishes them, and the digest of nothing.
    #[test]
    fn sha_256_is_that_of_the_standard() {
        for (text, digest) in [
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ] {
            assert_eq!(sha256_hex(text.as_bytes()), digest, "{text}");
        }
        let million = vec![b'a'; 1_000_000];
        assert_eq!(sha256_hex(&million), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    proptest! {
        #[test]
        fn pieces_have_the_digests_of_the_whole(bytes in prop::collection::vec(any::<u8>(), 0..600), cuts in prop::collection::vec(0_usize..600, 0..6)) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut digests = Digests::new();
            for pair in cuts.windows(2) {
                digests.update(&bytes[pair[0]..pair[1]]);
            }
            let told = digests.finish();
            prop_assert_eq!(&told.sm3, &sm3_hex(&bytes));
            prop_assert_eq!(&told.sha256, &sha256_hex(&bytes));
            prop_assert_eq!(told.bytes, bytes.len() as u64);
            prop_assert_eq!(told, digest(&bytes));
        }
    }
}
