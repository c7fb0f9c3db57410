"""Which hostile files there are, and how each of them may end.

Whatever its kind, a file must not pass, harm anything outside its process, outlive its
verdict or make a report unsafe: the warden looks at all of that. `ENDS` adds the
statuses that its verdict may have. Where a status depends on timing there are several.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "forge": "wants a verdict that it has not earned",
    "contain": "wants to reach something outside its process",
    "live": "wants the grader to hang, die or run out of memory",
    "report": "wants its words to be obeyed by whatever shows them",
}

ENDS: dict[str, str] = {
    "contain_change_files": "wrong",
    "contain_environment": "wrong",
    "contain_fill_the_disk": "wrong",
    "contain_inherited_descriptors": "wrong",
    "contain_kill": "wrong",
    "contain_listen": "wrong",
    "contain_network": "wrong",
    "contain_old_machine_calls": "crashed",
    "contain_pickled_program": "wrong",
    "contain_poison_the_next": "wrong",
    "contain_raise_limits": "wrong",
    "contain_rare_calls": "wrong",
    "contain_read_files": "wrong",
    "contain_resolve_a_name": "wrong",
    "contain_run_programs": "wrong",
    "contain_shared_memory": "wrong",
    "contain_signal_by_descriptor": "wrong",
    "contain_temporary_files": "wrong",
    "contain_terminal": "wrong",
    "contain_write_by_call": "wrong",
    "contain_write_files": "wrong",
    "contain_x32_calls": "crashed",
    "forge_another_id": "crashed",
    "forge_at_exit": "error",
    "forge_burn_before_and_after": "slow timeout",
    "forge_early_frames": "crashed",
    "forge_endless_length": "crashed",
    "forge_enormous_numbers": "crashed",
    "forge_fail_when_timed": "error wrong",
    "forge_frames_everywhere": "crashed",
    "forge_grader_memory": "wrong",
    "forge_hide_a_changed_argument": "wrong",
    "forge_import_by_path": "wrong",
    "forge_import_engine": "wrong",
    "forge_import_without_the_gate": "wrong invalid",
    "forge_impossible_shape": "crashed",
    "forge_lying_class": "wrong",
    "forge_lying_number": "wrong",
    "forge_lying_subclass": "wrong",
    "forge_lying_type": "error wrong crashed",
    "forge_map_the_solution": "wrong",
    "forge_modules": "wrong",
    "forge_nested_header": "crashed",
    "forge_numbers_of_odd_kinds": "timeout",
    "forge_odd_parts": "wrong",
    "forge_other_kinds_in_laws": "wrong",
    "forge_patch_everything": "wrong error",
    "forge_patch_json": "wrong crashed",
    "forge_patch_the_bookkeeping": "wrong",
    "forge_patch_write": "wrong crashed",
    "forge_read_memory_by_call": "wrong",
    "forge_read_solution": "wrong",
    "forge_read_solution_by_folder": "wrong",
    "forge_read_solution_by_link": "wrong",
    "forge_read_solution_by_path_descriptor": "wrong",
    "forge_read_solution_by_root_of_another": "wrong",
    "forge_reopen_a_path_descriptor": "wrong",
    "forge_result_changes_later": "wrong",
    "forge_right_when_small": "wrong",
    "forge_run_cat": "wrong",
    "forge_trace": "error wrong crashed",
    "forge_walk_frames": "wrong error",
    "live_abort": "crashed",
    "live_alarm_between_calls": "timeout wrong",
    "live_close_descriptors": "crashed",
    "live_compile_bomb": "timeout memory error crashed",
    "live_decompress_bomb": "timeout memory",
    "live_deep_c": "crashed error memory timeout",
    "live_deep_python": "timeout crashed error memory",
    "live_drip_a_frame": "timeout",
    "live_drip_output": "timeout crashed",
    "live_endless_destructor": "timeout",
    "live_endless_generator": "wrong",
    "live_endless_message": "timeout",
    "live_endless_source": "invalid",
    "live_enormous_integer": "timeout memory",
    "live_exit_quietly": "crashed",
    "live_flood_answers": "crashed",
    "live_flood_answers_late": "crashed timeout",
    "live_flood_errors": "crashed timeout",
    "live_flood_output": "crashed timeout",
    "live_fork_and_leave": "wrong",
    "live_giant_result": "memory wrong",
    "live_giant_view": "wrong",
    "live_growing_list": "timeout memory",
    "live_hang_at_exit": "error",
    "live_hanging_class": "timeout",
    "live_huge_message": "timeout error memory",
    "live_ignore_signals": "timeout",
    "live_kill_itself": "crashed",
    "live_large_results": "memory timeout",
    "live_loop_at_import": "timeout",
    "live_loop_in_c": "timeout",
    "live_loop_in_call": "timeout",
    "live_many_axes": "memory wrong timeout",
    "live_many_parts": "wrong timeout",
    "live_much_memory": "memory",
    "live_nameless_signal": "crashed",
    "live_partial_frame": "timeout",
    "live_print_at_the_end": "passed crashed",
    "live_regular_expression": "timeout",
    "live_segmentation_fault": "crashed",
    "live_sleep": "timeout",
    "live_sleep_a_little_each_time": "timeout",
    "live_stop_itself": "timeout",
    "live_swallow_everything": "timeout",
    "live_threads": "wrong",
    "report_forged_fields": "timeout error",
    "report_keys": "wrong",
    "report_lone_surrogates": "error",
    "report_long_lines": "crashed wrong",
    "report_markup": "error",
    "report_names": "error",
    "report_null_bytes": "error",
    "report_reordered_text": "error",
    "report_says_passed": "error",
    "report_signature": "invalid",
    "report_terminal_codes": "error",
}
SLUGS = {
    "forge_enormous_numbers": "conv_output_size",
    "forge_lying_number": "conv_output_size",
    "forge_numbers_of_odd_kinds": "conv_output_size",
    "forge_odd_parts": "conv2d_backward",
    "forge_other_kinds_in_laws": "conv_output_size",
    "report_keys": "conv_output_size",
}


@dataclass(frozen=True, slots=True)
class Attack:
    """A hostile file: what it claims to be, and how it may end."""

    name: str
    ends: frozenset[str]
    slug: str = "relu"


ATTACKS = {
    name: Attack(name, frozenset(ends.split()), SLUGS.get(name, "relu"))
    for name, ends in ENDS.items()
}
