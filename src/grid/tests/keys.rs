//! Keys, pointer and input method: from a state to a state.

use super::table::{Table, play, state};
use crate::{Cell, Command, Grid, Reason};

/// What is played on 5 rows × 4 columns, the state it ends in, and the cells that are not what they were.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn keys_lead_from_state_to_state() {
    let cases = [
        // Going.
        ("", "0a", ""),
        ("ArrowDown ArrowRight", "1b", ""),
        ("ArrowUp ArrowLeft", "0a", ""),
        ("ctrl+ArrowDown ctrl+ArrowRight", "4d", ""),
        ("ctrl+End ctrl+Home", "0a", ""),
        ("End ArrowDown Home", "1a", ""),
        ("PageDown", "3a", ""),
        ("PageDown PageDown PageUp", "1a", ""),
        ("shift+ArrowDown shift+ArrowRight", "1b:0a", ""),
        ("shift+ArrowDown ArrowRight", "1b", ""),
        ("ctrl+a", "0a:4d", ""),
        ("@2c shift+Space", "2a:2d", ""),
        ("@2c ctrl+Space", "0c:4c", ""),
        ("@2c shift+ArrowUp Escape", "1c", ""),
        ("@1b ^3d", "3d:1b", ""),
        ("@1b ~2c ~3d ~ ~4d", "3d:1b", ""),
        // Typing.
        ("@1b “甲", "1b!甲", ""),
        ("@1b “甲 Enter", "2b", "1b甲"),
        ("@1b “甲 shift+Enter", "0b", "1b甲"),
        ("@1b “甲 Tab", "1c", "1b甲"),
        ("@1b “甲 shift+Tab", "1a", "1b甲"),
        ("@1b “甲 ctrl+Enter", "1b", "1b甲"),
        ("@1b “甲 Escape", "1b", ""),
        ("@1b “甲 ArrowDown", "2b", "1b甲"),
        ("@1c “甲 ArrowDown", "1c!甲", ""),
        ("@1b F2", "1b!1b", ""),
        ("@1b Enter", "1b!1b", ""),
        ("*1b", "1b!1b", ""),
        ("@1b F2 ArrowDown", "1b!1b", ""),
        ("@1b F2 Enter", "2b", ""),
        ("@1b F2 “1b。 Enter", "2b", "1b1b。"),
        ("@1b “甲 @3c", "3c", "1b甲"),
        ("@1b “甲 ~3c ~", "1b!甲", ""),
        ("@1b “甲 # ~3b ~", "1b!甲", ""),
        ("@1b “甲 @1b", "1b!甲", ""),
        ("@1b “甲 >", "1b", "1b甲"),
        ("@4b “甲 Enter", "4b", "4b甲"),
        ("@1b ^2c “甲 Enter", "3c", "2c甲"),
        // A run of Tabs ends below where it began.
        ("@0b “甲 Tab “乙 Tab “丙 Enter", "1b", "0b甲 0c乙 0d丙"),
        ("@0b “甲 Tab Tab “丙 Enter", "1b", "0b甲 0d丙"),
        ("@0b Tab ArrowDown “乙 Enter", "2c", "1c乙"),
        ("@0d “甲 Tab", "1a", "0d甲"),
        // An input method: the editor takes its letters, its Enter is its own.
        ("@1b (", "1b!", ""),
        ("@1b ( “zh “中 ime+Enter", "1b!中", ""),
        ("@1b ( “中 ime+Enter Enter", "2b", "1b中"),
        ("@1b ime+a ime+ArrowDown ime+Escape", "1b", ""),
        ("@1b ( “中 ime+Escape ime+Tab", "1b!中", ""),
        // What the cell does not take keeps the editor.
        ("@1b “✗ Enter", "1b!✗", ""),
        ("@1b “✗ Tab", "1b!✗", ""),
        ("@1b “✗ @3c", "1b!✗", ""),
        ("@1b “✗ >", "1b!✗", ""),
        ("@1b “✗ Escape", "1b", ""),
        // Nobody types in the first column.
        ("@1a “甲 Enter", "1a", ""),
        ("@1a ( F2", "1a", ""),
        ("*1a", "1a", ""),
        ("@1a ^2b Delete", "2b:1a", "1b 2b"),
        // Many cells at once.
        ("@1b Delete", "1b", "1b"),
        ("@1b Backspace", "1b", "1b"),
        ("@1b ^2c Delete", "2c:1b", "1b 1c 2b 2c"),
        ("@1b ^3b ctrl+d", "3b:1b", "2b1b 3b1b"),
        ("@1b ctrl+d", "1b", "1b0b"),
        ("@0b ctrl+d", "0b", ""),
        ("@1b ^1d ctrl+r", "1d:1b", "1c1b 1d1b"),
        ("@1c ctrl+r", "1c", "1c1b"),
        ("@1b ^2b # ~4b ~", "4b:1b", "3b1b 4b2b"),
        ("@3b ^4b # ~0b ~", "4b:0b", "0b4b 1b3b 2b4b"),
        ("@1b ^1c # ~1d ~", "1d:1b", "1d1b"),
        ("@1b # ~1b ~", "1b", ""),
        ("@1b ctrl+x", "1b", "1b"),
    ];
    for (played, wanted, changed) in cases {
        let (mut table, mut grid) = (Table::new(5, 4), Grid::default());
        grid.page = 3;
        let before = table.clone();
        play(&mut table, &mut grid, played);
        if played.is_empty() {
            grid.fit(&table);
        }
        let mut now = Vec::new();
        for (row, (line, old)) in table.cells.iter().zip(&before.cells).enumerate() {
            for (column, (text, old)) in line.iter().zip(old).enumerate() {
                if text != old {
                    now.push(format!("{row}{}{text}", char::from(b"abcd"[column])));
                }
            }
        }
        assert_eq!((state(&grid), now.join(" ")), (wanted.to_owned(), changed.to_owned()), "{played}");
    }
}

/// Tab is the grid's once a person works in it; Esc, and leaving, give it back. So it is no trap.
#[test]
fn tab_leaves_until_a_person_works_in_the_grid() {
    for (played, last, taken) in [
        ("ArrowDown", "Tab", false),
        ("ArrowDown", "shift+Tab", false),
        ("@1b", "Tab", true),
        ("@1b Escape", "Tab", false),
        ("@1b >", "Tab", false),
        ("ArrowRight “甲 Enter", "Tab", true),
        ("@4d", "Tab", false),
        ("@0a", "shift+Tab", false),
        ("@4d “甲", "Tab", true),
    ] {
        let (mut table, mut grid) = (Table::new(5, 4), Grid::default());
        play(&mut table, &mut grid, played);
        let outcome = grid.handle(crate::Event::Key(super::table::key(last)), &table);
        assert_eq!(outcome.taken, taken, "{played} {last}");
    }
}

#[test]
fn a_head_of_a_group_is_met_by_arrows_and_passed_by_typing_and_blocks() {
    let with_head = || Table { heads: vec![2], ..Table::new(5, 4) };
    for (played, wanted, commands) in [
        ("@1b ArrowDown", "2b", vec![Command::Moved]),
        ("@1b “甲 Enter", "3b", vec![]),
        ("@1d “甲 Tab", "3a", vec![]),
        ("@2b Enter", "2b", vec![Command::Open(2)]),
        ("@2b F2", "2b", vec![Command::Open(2)]),
        ("@2b Space", "2b", vec![Command::Beside(2)]),
        ("@2b ctrl+Enter", "2b", vec![Command::Whole(2)]),
    ] {
        let (mut table, mut grid) = (with_head(), Grid::default());
        let all = play(&mut table, &mut grid, played);
        assert_eq!(state(&grid), wanted, "{played}");
        assert!(commands.iter().all(|command| all.contains(command)), "{played}: {all:?}");
    }
    let (mut table, mut grid) = (with_head(), Grid::default());
    play(&mut table, &mut grid, "@1b ^4b ctrl+d");
    assert_eq!([&table.cells[2][1], &table.cells[3][1], &table.cells[4][1]], ["2b", "1b", "1b"]);
}

#[test]
fn what_nobody_may_type_in_says_so() {
    let (mut table, mut grid) = (Table::new(2, 2), Grid::default());
    for played in ["“甲", "F2", "Delete", "(", "a", "3", "shift+B"] {
        let commands = play(&mut table, &mut grid, played);
        assert!(matches!(commands[..], [Command::Refuse(_)]), "{played}: {commands:?}");
    }
    assert_eq!(play(&mut table, &mut grid, "Enter"), [Command::Open(0)]);
    assert_eq!(play(&mut table, &mut grid, "x"), [Command::Pick { row: 0, stretch: false }]);
    assert_eq!(play(&mut table, &mut grid, "ArrowRight Space")[1], Command::Beside(0));
    assert_eq!(play(&mut table, &mut grid, "ctrl+Enter"), [Command::Whole(0)]);
}

#[test]
fn a_number_that_is_typed_over_that_of_a_line_says_where_it_goes() {
    let commit =
        |text: &str| vec![Command::Commit { cell: Cell { row: 1, column: 0 }, text: text.to_owned() }];
    for (played, wanted, commits) in [
        ("@1a 3", "1a!3", vec![]),
        ("@1a 3 Enter", "1a", commit("3")),
        ("@1a 3 “34 Tab", "1b", commit("34")),
        ("@1a 3 Escape", "1a", vec![]),
        ("@1a 3 “✗ Enter", "1a!✗", vec![]),
        ("@1a F2", "1a", vec![]),
        // What is no number does what it does on any number.
        ("@1a “甲", "1a", vec![]),
        ("@1a Delete", "1a", vec![]),
        ("@1a ctrl+3", "1a", vec![]),
        ("@1a x", "1a", vec![]),
        ("@1a Enter", "1a", vec![]),
        ("@1b 3", "1b", vec![]),
        ("@2a 3", "2a", vec![]),
    ] {
        let mut table = Table { heads: vec![2], places: true, ..Table::new(4, 2) };
        let mut grid = Grid::default();
        let mut all = play(&mut table, &mut grid, played);
        assert_eq!(state(&grid), wanted, "{played}");
        all.retain(|command| matches!(command, Command::Commit { .. }));
        assert_eq!(all, commits, "{played}");
    }
    // Keys of the page, of an input method and with Ctrl are not the grid's.
    for played in ["@1a j", "@1a k", "@1a /", "@1a ime+3", "@1a ctrl+3", "@1b 3"] {
        let (mut table, mut grid) = (Table { places: true, ..Table::new(2, 2) }, Grid::default());
        assert_eq!(play(&mut table, &mut grid, played), [Command::Moved], "{played}");
    }
}

#[test]
fn one_step_is_one_command() {
    let (mut table, mut grid) = (Table::new(40, 4), Grid::default());
    let commands = play(&mut table, &mut grid, "@0b ^39d ctrl+d");
    let puts: Vec<_> = commands
        .iter()
        .filter_map(|command| match command {
            Command::Put(puts) => Some((puts.reason, puts.puts.len())),
            _ => None,
        })
        .collect();
    assert_eq!(puts, [(Reason::Fill, 39 * 3)]);
}

#[test]
fn a_line_is_dragged_to_where_another_one_stands() {
    let drop = |row, to| Some(Command::Drop { row, to });
    for (played, carries, wanted, left) in [
        ("=1 ~3b ~", true, drop(1, 3), None),
        ("=3 ~2a ~0a ~", true, drop(3, 0), None),
        ("=1 ~3b", true, None, Some((1, 3))),
        // Put back where it was, given up, the head of a group, a list whose order nobody changes, an edit that is refused.
        ("=1 ~3b ~1b ~", true, None, None),
        ("=1 ~3b Escape ~", true, None, None),
        ("=4 ~0a ~", true, None, None),
        ("=1 ~3b ~", false, None, None),
        ("@1b “✗ =2 ~3b ~", true, None, None),
        ("=1 ~3b ~ ~2b ~", true, drop(1, 3), None),
    ] {
        let mut table = Table { heads: vec![4], carries, ..Table::new(5, 2) };
        let mut grid = Grid::default();
        let commands = play(&mut table, &mut grid, played);
        let dropped: Vec<Command> =
            commands.into_iter().filter(|command| matches!(command, Command::Drop { .. })).collect();
        assert_eq!(dropped, Vec::from_iter(wanted), "{played}");
        assert_eq!(grid.dragged_line(), left, "{played}");
    }
}

#[test]
fn a_line_is_carried_where_lines_can_be_and_nowhere_else() {
    let press = |carries: bool, heads: &[usize], name: &str, held: &str| {
        let mut table = Table { heads: heads.to_vec(), carries, ..Table::new(3, 2) };
        let mut grid = Grid::default();
        let _ = table.run(&mut grid, crate::Event::Key(crate::Key::named("ArrowDown")));
        let key = crate::Key {
            alt: held.contains("alt"),
            ctrl: held.contains("ctrl"),
            shift: held.contains("shift"),
            ..crate::Key::named(name)
        };
        table.run(&mut grid, crate::Event::Key(key))
    };
    let carried = |by| [Command::Carry { row: 1, by }];
    assert_eq!(press(true, &[], "ArrowUp", "alt"), carried(-1));
    assert_eq!(press(true, &[], "ArrowDown", "alt"), carried(1));
    for (carries, heads, name, held) in [
        (false, &[][..], "ArrowUp", "alt"),
        (true, &[1][..], "ArrowUp", "alt"),
        (true, &[][..], "ArrowLeft", "alt"),
        (true, &[][..], "ArrowUp", "alt ctrl"),
        (true, &[][..], "ArrowUp", "alt shift"),
    ] {
        assert_eq!(press(carries, heads, name, held), [], "{name} {held} {heads:?}");
    }
}
