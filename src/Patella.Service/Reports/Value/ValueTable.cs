namespace Patella.Service.Reports.Value;

/// <summary>The report for spreadsheets: a row a figure; amounts are minor units.</summary>
internal static class ValueTable
{
    public static IEnumerable<IReadOnlyList<object?>> Of(ValueReportView view)
    {
        yield return ["figure", "of", "currency", "value", "before", "entries", "lower", "upper"];
        foreach (var money in view.Money)
        {
            object?[] Row(string figure, string? of, ValueAmount amount) => [figure, of, money.Currency, amount.Amount, amount.Before, amount.Entries, null, null];
            yield return Row("spent", null, money.Spent);
            foreach (var fund in money.Funds)
            {
                yield return Row("fund-spent", fund.Fund, fund.Spent);
                yield return ["fund-opening", fund.Fund, money.Currency, fund.Opening, null, null, null, null];
                yield return ["fund-put-in", fund.Fund, money.Currency, fund.PutIn, null, null, null, null];
                yield return ["fund-closing", fund.Fund, money.Currency, fund.Closing, null, null, null, null];
            }

            yield return Row("advanced", null, money.Advanced);
            foreach (var source in money.RecoveredFrom)
            {
                yield return Row("recovered", source.Source, source.Amount);
            }

            yield return Row("claimed", null, money.Claimed);
            yield return Row("written-off", null, money.WrittenOff);
            yield return Row("given-back", null, money.GivenBack);
            yield return ["outstanding-now", null, money.Currency, money.OutstandingNow, null, null, null, null];
        }

        foreach (var project in view.Prevented.Projects)
        {
            yield return ["fewer-voices", project.Id, null, project.Fewer, null, project.VoicesAfter, project.FewerLower, project.FewerUpper];
        }

        yield return ["pulls-changed", null, null, view.Prevented.PullsChanged, view.Prevented.PullsChangedBefore, null, null, null];
        yield return ["helped-before-asking", null, null, view.Prevented.HelpedBeforeAsking, view.Prevented.HelpedBeforeAskingBefore, null, null, null];
    }

    public static IEnumerable<IReadOnlyList<object?>> Of(IEnumerable<ValueLine> lines)
        => lines.Select(line => (IReadOnlyList<object?>)[line.Entry, line.At, line.Figure, line.Amount.Amount, line.Amount.Currency, line.Debit, line.Credit, line.Document, line.Remedy, line.Order, line.Case])
            .Prepend(["entry", "at", "figure", "amount", "currency", "debit", "credit", "document", "remedy", "order", "case"]);
}
