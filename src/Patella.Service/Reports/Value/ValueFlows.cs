using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Reports.Value;

/// <summary>What entries of the journal are, for this report; wire values, append only.</summary>
internal static class ValueFigures
{
    public const string FundSpent = "fund-spent";
    public const string Advanced = "advanced";
    public const string Recovered = "recovered";
    public const string Claimed = "claimed";
    public const string WrittenOff = "written-off";
    public const string GivenBack = "given-back";

    public static readonly IReadOnlyList<string> All = [FundSpent, Advanced, Recovered, Claimed, WrittenOff, GivenBack];
}

/// <summary>Entries of one kind and source together.</summary>
internal sealed record FlowSum
{
    public string Figure { get; init; } = "";

    public string Source { get; init; } = "";

    public string Currency { get; init; } = "";

    public long Amount { get; init; }

    public long Entries { get; init; }
}

/// <summary>An entry that counts.</summary>
internal sealed record FlowRow
{
    public string Id { get; init; } = "";

    public long At { get; init; }

    public string Currency { get; init; } = "";

    public string DebitAccount { get; init; } = "";

    public string CreditAccount { get; init; } = "";

    public string? Document { get; init; }

    public string Figure { get; init; } = "";

    public long Amount { get; init; }

    public string? Remedy { get; init; }

    public string? OrderRef { get; init; }

    public string? CaseRef { get; init; }
}

/// <summary>Reads the journal's entries as what they are for this report. Sums and lines come from one statement, so a sum is that of its lines.</summary>
internal static class ValueFlows
{
    internal static readonly Statements Sql = new(typeof(ValueFlows).Assembly, "Reports.Value.value.sql");

    public static Task<IReadOnlyList<FlowSum>> Sums(IReader reader, Span span) => reader.Many<FlowSum>(
        $"select figure, source, currency, cast(sum(amount) as bigint) as amount, count(*) as entries from ({Sql["Flows"]}) f where figure <> '' group by figure, source, currency", new { from = span.From, until = span.Until });

    /// <summary>Newest first.</summary>
    /// <param name="source">A fund or kind of account; null for all.</param>
    public static Task<IReadOnlyList<FlowRow>> Lines(IReader reader, Span span, string figure, string? source, string? currency, long sort, string cursor, int limit) => reader.Many<FlowRow>(
        $"""
        select f.*, r.id as remedy, r.order_ref, case when f.document like 'advance:%' then substr(f.document, 9) else r.case_ref end as case_ref
        from ({Sql["Flows"]}) f left join remedy r on r.tenant = @tenant and r.id = case when f.document like 'remedy:%' then substr(f.document, 8) end
        where f.figure = @figure and (@source = '' or f.source = @source) and (@currency = '' or f.currency = @currency) and (f.at, f.id) < (@sort, @cursor) order by f.at desc, f.id desc limit @limit
        """,
        new { from = span.From, until = Math.Min(span.Until, sort == long.MaxValue ? sort : sort + 1), figure, source = source ?? "", currency = currency ?? "", sort, cursor, limit });

    public static ValueLine View(FlowRow row) => new(
        row.Id, Microseconds.ToTime(row.At), row.Figure, new Money(row.Amount, row.Currency), row.DebitAccount, row.CreditAccount, row.Document, row.Remedy,
        row.OrderRef ?? (row.Document?.StartsWith("order:", StringComparison.Ordinal) == true ? row.Document["order:".Length..] : null), row.CaseRef);
}
