using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// Years of cases written straight into a tenant's tables beside <see cref="BulkHistory"/>: one in twenty is open, one person for every ten conversations, eight units'
/// worth of owners, a tag for one in fifty. The state's JSON is a real one with the columns put into it.
/// </summary>
internal static class BulkCases
{
    public static IEnumerable<string> Statements(bool sqlite, int count, int persons, long spacing, string staff, long now)
    {
        var tenant = $"'{ServerUnderTest.Tenant}'";
        var numbers = sqlite ? $"(with recursive g(n) as (select 0 union all select n + 1 from g where n < {count - 1}) select n from g) as g" : $"generate_series(0, {count - 1}) as g(n)";
        string Id(string letter, string number) => sqlite ? $"printf('{letter}%08d', {number})" : $"'{letter}' || lpad(({number})::text, 8, '0')";
        var at = $"({now} - ({count} - n) * cast({spacing} as bigint))";
        var open = "case when n % 20 = 0 then 1 else 0 end";
        var due = $"({now} - 1800000000 + n * cast(600000 as bigint))";
        var unit = "case when n % 4 = 0 then 'returns' else 'market' end";
        var status = "case when n % 20 = 0 then case when n % 100 = 0 then 'waiting-carrier' else 'understanding' end else 'closed' end";
        var owner = $"case when n % 2000 = 0 then '{staff}' when n % 3 = 0 then 'agent' || (n % 60) end";
        yield return $"""
            insert into service_case (tenant, id, number, kind, status, is_open, unit, owner, first_agent, person, order_id, priority, opened_at, last_at, promise_at, version, state)
            select {tenant}, {Id("k", "n")}, n + 1, 'parcel', {status}, {open}, {unit}, {owner}, {owner}, {Id("p", $"n % {persons}")}, {Id("o", "n")}, 2, {at}, {at}, {due}, 3,
                {State(sqlite, Id("k", "n"), status, unit, Id("p", $"n % {persons}"), at, due)}
            from {numbers}
            """;
        yield return $"insert into case_conversation (tenant, conversation, case_id) select {tenant}, {Id("c", "n * 3")}, {Id("k", "n")} from {numbers}";
        yield return $"insert into case_tag (tenant, tag, opened_at, case_id) select {tenant}, 'festival', {at}, {Id("k", "n")} from {numbers} where n % 50 = 0";
        yield return $"insert into case_number (tenant, last) values ({tenant}, {count}) on conflict do nothing";
        yield return $"""
            insert into timeline (tenant, {(sqlite ? "position, " : "")}id, kind, version, at, recorded_at, person, case_ref, unit, author_party, text, data)
            select {tenant}, {(sqlite ? $"n + 1 + (select coalesce(max(position), 0) from timeline where tenant = {tenant}), " : "")}{Id("ce", "n")}, 'case.asked', 1, {at}, {at}, {Id("p", $"n % {persons}")}, {Id("k", "n")}, {unit}, 'agent', 'Where is my parcel?', '{JsonNothing}'
            from {numbers}
            """;
    }

    public static IEnumerable<Func<int, string>> Pages(int count, int persons)
    {
        yield return _ => "/cases?open=true";
        yield return _ => "/cases";
        yield return _ => "/cases?unit=returns&open=true";
        yield return _ => "/cases?owner=me&open=true";
        yield return _ => "/cases?owner=none&open=true&unit=market";
        yield return _ => "/cases?due=overdue&sort=due";
        yield return _ => "/cases?unit=market&due=today&sort=due&limit=200";
        yield return _ => "/cases?status=waiting-carrier";
        yield return _ => "/cases?status=waiting-carrier&unit=returns&limit=200";
        yield return _ => "/cases?tag=festival";
        yield return _ => "/cases?owner=agent7&open=false";
        yield return _ => "/cases?owner=agent7&unit=nowhere&status=closed";
        yield return _ => "/cases?status=closed&unit=nowhere";
        yield return _ => "/cases?status=waiting-carrier&unit=nowhere";
        yield return _ => "/cases?kind=parcel&unit=nowhere&open=false";
        yield return _ => "/cases?tag=festival&unit=nowhere";
        yield return number => "/cases?person=" + BulkHistory.Person(number * 7919 % persons);
        yield return number => $"/cases?conversation=c{number * 3 % count:D8}";
        yield return number => $"/cases?q=C-{(number * 7919 % count) + 1:D6}";
        yield return number => $"/cases/k{number * 7919 % count:D8}";
        yield return number => $"/cases/k{number * 7919 % count:D8}/timeline";
    }

    /// <summary>The product's own JSON of a case, cut where a row's values go.</summary>
    private static string State(bool sqlite, string id, string status, string unit, string person, string at, string due)
    {
        var json = Json.Write(new CaseState
        {
            Id = "#id#", Number = 7, Subject = "Where is my parcel?", Asked = "Where is my parcel? It should have been here yesterday.", Kind = "parcel", Status = "#status#", Unit = "#unit#", Person = "#person#",
            FirstAgent = new StaffName("agent1", "Somebody"), Language = "en", Origin = "conversation", OpenedAt = 1111111111111111, Promise = new CasePromise("We are asking the carrier.", 1, 2222222222222222, false),
            PromisesMade = 1, Version = 3,
        }).Replace("'", "''", StringComparison.Ordinal);
        string Text(string value) => sqlite ? $"cast({value} as text)" : $"({value})::text";
        var parts = new (string Mark, string Value)[] { ("#id#", id), ("#status#", status), ("#unit#", unit), ("#person#", person), ("1111111111111111", at), ("2222222222222222", due) };
        return parts.Aggregate($"'{json}'", (sql, part) => $"replace({sql}, '{part.Mark}', {Text(part.Value)})");
    }

    private const string JsonNothing = "{}";
}
