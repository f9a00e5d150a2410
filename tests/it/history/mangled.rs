//! Whatever is in a file, reading it gives an answer.

use super::forms::{comma, wide, workbook};
use super::{Folder, HEADER, as_is, iso, long, read_bytes};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes("calls.csv", bytes);
    }

    #[test]
    fn no_mangled_export_makes_it_panic(
        cuts in proptest::collection::vec((0_usize..1200, 0_usize..9, "[0-9;,.:\"/ T-]{0,4}|\u{e9}|Totaal|\n"), 1..6),
        form in 0_usize..3,
    ) {
        let mut text: Vec<char> = match form {
            0 => long(&HEADER, ",", iso, as_is),
            1 => long(&HEADER, ";", |s| s.format("%d/%m/%Y %H:%M").to_string(), comma),
            _ => wide(|q| format!("{:02}:{:02}", (510 + 15 * q) / 60, (510 + 15 * q) % 60), &[("offered", 0)]),
        }
        .chars()
        .take(1500)
        .collect();
        for (at, length, insert) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, insert.chars());
        }
        let _ = read_bytes("calls.csv", text.into_iter().collect::<String>());
    }

    #[test]
    fn no_mangled_workbook_makes_it_panic(
        at in 4_usize..4000,
        bytes in proptest::collection::vec(any::<u8>(), 1..30),
    ) {
        let folder = Folder::new();
        let path = folder.0.path().join("calls.xlsx");
        workbook(&path, true);
        let mut book = std::fs::read(&path).unwrap();
        let at = at.min(book.len());
        let end = (at + bytes.len()).min(book.len());
        book.splice(at..end, bytes);
        let _ = read_bytes("calls.xlsx", book);
    }
}
