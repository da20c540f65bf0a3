using Patella.Kernel.Ledger;
using Patella.Service.Ledger.Posting;

namespace Patella.Tests.Ledger;

/// <summary>Changes rows on their way into the store, whether they go one by one (SQLite) or as a list a column (PostgreSQL).</summary>
internal static class Change
{
    public static object? Accounts(string sql, object? arguments, Func<LedgerAccount, LedgerAccount> change)
        => sql.StartsWith("update ledger_account set debits_posted", StringComparison.Ordinal) ? Rows(arguments, change, Columns.Of) : arguments;

    public static object? Transfers(string sql, object? arguments, Func<Transfer, Transfer> change)
        => sql.StartsWith("insert into ledger_transfer", StringComparison.Ordinal) ? Rows(arguments, change, Columns.Of) : arguments;

    private static object? Rows<T>(object? arguments, Func<T, T> change, Func<IReadOnlyList<T>, object> columns)
        where T : class, new()
    {
        if (arguments is T one)
        {
            return change(one);
        }

        var lists = arguments!.GetType().GetProperties().ToDictionary(property => property.Name, property => (Array)property.GetValue(arguments)!);
        return columns([.. Enumerable.Range(0, lists.First().Value.Length).Select(index => change(Row<T>(lists, index)))]);
    }

    private static T Row<T>(Dictionary<string, Array> lists, int index)
        where T : class, new()
    {
        var row = new T();
        foreach (var (name, values) in lists)
        {
            var property = typeof(T).GetProperty(name)!;
            property.SetValue(row, property.PropertyType.IsEnum ? Enum.ToObject(property.PropertyType, values.GetValue(index)!) : values.GetValue(index));
        }

        return row;
    }
}
