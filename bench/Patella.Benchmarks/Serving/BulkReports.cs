namespace Patella.Benchmarks.Serving;

/// <summary>The lines and sums of the reports for a bulk history, by statements that say of it what the product's follower would: three entrances, three languages, five units.</summary>
internal static class BulkReports
{
    private const long Spacing = 8_000_000;
    private const long HalfHour = 1_800_000_000;
    private const long Day = 86_400_000_000;
    private const long Week = 7 * Day;

    /// <summary>Sums of conversations: the column and its value of a line.</summary>
    private static readonly (string Column, string Value)[] Sums =
    [
        ("offered", "1"), ("picked", "picked"), ("replied", "replied"), ("asked", "case when asked_at is not null then 1 else 0 end"), ("got", "case when asked_at is not null and person_reply_at is not null then 1 else 0 end"),
        ("abandoned", "abandoned"), ("by_bot", "case when picked = 1 and asked_at is null then 1 else 0 end"), ("closed", "case when first_closed_at is not null then 1 else 0 end"), ("reopened", "reopened"),
        ("resolved", "resolved"), ("repeated", "repeated"), ("transferred", "case when transfers > 0 then 1 else 0 end"), ("transfers", "transfers"), ("said", "said"), ("choices", "choices"),
        ("reply_count", "picked"), ("reply_seconds", "picked"), ("reply_0", "picked"), ("person_reply_count", "case when person_reply_at is not null then 1 else 0 end"), ("person_reply_1", "case when person_reply_at is not null then 1 else 0 end"),
        ("resolution_count", "resolved"), ("resolution_seconds", "resolved * 600"), ("resolution_1", "resolved"), ("rated", "case when satisfied is not null then 1 else 0 end"), ("satisfied", "case when satisfied >= 4 then 1 else 0 end"),
        ("judged", "case when solved is not null then 1 else 0 end"), ("solved", "coalesce(solved, 0)"),
    ];

    /// <param name="now">Business time, UTC microseconds.</param>
    public static IEnumerable<string> Statements(bool sqlite, int count, int cases, long now)
    {
        var (tenant, persons) = ($"'{ServerUnderTest.Tenant}'", Math.Max(1, count / 10));
        string Numbers(int upTo) => sqlite ? $"(with recursive g(n) as (select 0 union all select n + 1 from g where n < {upTo - 1}) select n from g) as g" : $"generate_series(0, {upTo - 1}) as g(n)";
        string Id(string letter, string number) => sqlite ? $"printf('{letter}%08d', {number})" : $"'{letter}' || lpad(({number})::text, 8, '0')";
        string At(int upTo) => $"({now} - ({upTo} - n) * cast({(long)count * Spacing / Math.Max(1, upTo)} as bigint))";
        var (at, opened) = (At(count), At(cases));
        yield return $"""
            insert into contact_line (tenant, conversation, person, entry_unit, unit, unit_sequence, language, channel, offered_at, spoke_at, asked_at, asked_last, reply_at, person_reply_at, last_word_at, first_closed_at, last_closed_at,
                said, choices, transfers, satisfied, satisfied_sequence, solved, solved_sequence, surveyed, picked, replied, abandoned, reopened, resolved, repeated)
            select {tenant}, {Id("c", "n")}, {Id("p", $"n % {persons}")}, case n % 3 when 0 then 'market' when 1 then 'travel' else 'food' end, 'unit' || (n % 5), 1, case n % 7 when 0 then 'en' when 1 then 'de' else 'zh-CN' end, 'chat',
                {at}, {at}, case when n % 3 = 0 then {at} end, case when n % 3 = 0 then {at} end, case when n % 100 > 0 then {at} + 1000000 end, case when n % 9 = 0 then {at} + 20000000 end, {at}, {at} + 600000000, {at} + 600000000,
                1 + n % 6, n % 2, case when n % 40 = 0 then 1 else 0 end, case when n % 10 = 0 then 1 + (n / 10) % 5 end, 2, case when n % 10 = 0 then (n / 10) % 2 end, 2, 0,
                case when n % 100 > 0 then 1 else 0 end, case when n % 100 > 0 then 1 else 0 end, case when n % 500 = 7 then 1 else 0 end, case when n % 200 = 3 then 1 else 0 end, case when n % 20 > 0 then 1 else 0 end, case when n % 30 = 1 then 1 else 0 end
            from {Numbers(count)}
            """;
        yield return $"""
            insert into case_line (tenant, case_ref, person, unit, unit_at, kind, number, opened_at, first_closed_at, last_closed_at, last_opened_at, transfers, kept, broken)
            select {tenant}, {Id("k", "n")}, {Id("p", $"n % {persons}")}, 'unit' || (n % 5), {opened}, 'other', n, {opened}, {opened} + 86400000000, {opened} + 86400000000, {opened}, n % 3, 1, case when n % 50 = 0 then 1 else 0 end
            from {Numbers(cases)}
            """;
        foreach (var (grain, length, unit) in new[] { (30, HalfHour, "unit"), (30, HalfHour, "'*'"), (1_440, Day, "unit"), (1_440, Day, "'*'"), (10_080, Week, "unit"), (10_080, Week, "'*'") })
        {
            foreach (var (entrance, language) in new[] { ("'*'", "'*'"), ("entry_unit", "'*'"), ("'*'", "language"), ("entry_unit", "language") })
            {
                yield return $"""
                    insert into report_slot (tenant, grain, entrance, language, slot, unit, {string.Join(", ", Sums.Select(sum => sum.Column))})
                    select tenant, {grain}, {entrance}, {language}, offered_at - offered_at % {length}, {unit}, {string.Join(", ", Sums.Select(sum => $"cast(sum({sum.Value}) as bigint)"))}
                    from contact_line where tenant = {tenant} group by tenant, {Named(entrance)}{Named(language)}{Named(unit)}offered_at - offered_at % {length}
                    """;
            }

            yield return $"""
                insert into report_slot (tenant, grain, entrance, language, slot, unit, cases, cases_closed, case_transfers, case_promises_kept, case_promises_broken, orders)
                select tenant, {grain}, '*', '*', opened_at - opened_at % {length}, {unit}, count(*), count(*), cast(sum(transfers) as bigint), cast(sum(kept) as bigint), cast(sum(broken) as bigint), count(*) * 20
                from case_line where tenant = {tenant} group by tenant, {Named(unit)}opened_at - opened_at % {length}
                on conflict (tenant, grain, entrance, language, unit, slot) do update set cases = excluded.cases, cases_closed = excluded.cases_closed, case_transfers = excluded.case_transfers,
                    case_promises_kept = excluded.case_promises_kept, case_promises_broken = excluded.case_promises_broken, orders = excluded.orders
                """;
        }
    }

    /// <summary>The pages of reports.</summary>
    /// <param name="today">The last day of the history.</param>
    public static IEnumerable<Func<int, string>> Pages(DateOnly today)
    {
        string Days(int days) => $"from={today.AddDays(1 - days):yyyy-MM-dd}&to={today:yyyy-MM-dd}&zone=Asia/Shanghai";
        yield return _ => $"/reports/overview?{Days(7)}";
        yield return _ => $"/reports/overview?{Days(28)}";
        yield return _ => $"/reports/overview?{Days(90)}";
        yield return _ => $"/reports/overview?{Days(365)}";
        yield return _ => $"/reports/overview?{Days(90)}&unit=unit2&entrance=travel&language=zh-CN";
        yield return _ => $"/reports/trend?figure=replied&{Days(28)}";
        yield return _ => $"/reports/trend?figure=replied&{Days(90)}";
        yield return _ => $"/reports/trend?figure=person-reply&{Days(90)}&entrance=travel";
        yield return _ => $"/reports/contacts?figure=offered&{Days(90)}";
        yield return _ => $"/reports/contacts?figure=abandoned&{Days(90)}";
        yield return _ => $"/reports/contacts?figure=abandoned&{Days(90)}&unit=unit3&language=de";
        yield return _ => $"/reports/contacts?figure=offered&{Days(90)}&unit=nowhere";
        yield return _ => $"/reports/contacts?figure=satisfied&{Days(90)}&unit=nowhere";
        yield return _ => $"/reports/contacts?figure=got-person&{Days(90)}&entrance=food&language=de";
        yield return _ => $"/reports/cases?figure=cases&{Days(90)}";
        yield return _ => $"/reports/cases?figure=case-promises-kept&{Days(90)}&unit=unit4";
    }

    private static string Named(string column) => column == "'*'" ? "" : column + ", ";
}
