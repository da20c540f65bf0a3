using System.Linq.Expressions;
using System.Text.RegularExpressions;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>The reports' own tables. All of them can be built again from the timeline.</summary>
internal static partial class ReportStore
{
    public static readonly Statements Sql = new(typeof(ReportStore).Assembly, "Reports.reports.sql");

    private static readonly Bulk Slots = new("report_slot", ["grain", "entrance", "language", "unit", "slot"], Sums.Columns,
        column => column is not ("entrance" or "language" or "unit"), "{0} = report_slot.{0} + excluded.{0}");

    private static readonly string[] Tables = ["contact_line", "case_line", "standard_line", "order_line", "report_slot"];

    private static readonly LineTable<ContactLine> ContactLines = new("contact_line", nameof(ContactLine.Conversation), nameof(ContactLine.Subject));
    private static readonly LineTable<CaseLine> CaseLines = new("case_line", nameof(CaseLine.CaseRef));

    public static Task Save(ITransaction transaction, IEnumerable<ContactLine> lines) => ContactLines.Save(transaction, lines);

    public static Task Save(ITransaction transaction, IEnumerable<CaseLine> lines) => CaseLines.Save(transaction, lines);

    public static Task AddSums(ITransaction transaction, SlotSums sums)
        => Slots.Save(transaction, sums.Changed().Select(pair => (object?[])[pair.Key.Grain, pair.Key.Entrance, pair.Key.Language, pair.Key.Unit, pair.Key.Slot, .. pair.Value]));

    /// <summary>Forgets everything; the follower builds it again from the beginning of the timeline.</summary>
    public static async Task Forget(ITransaction transaction, string reader)
    {
        foreach (var table in Tables)
        {
            await transaction.Execute($"delete from {table} where tenant = @tenant");
        }

        await transaction.Execute("delete from timeline_cursor where tenant = @tenant and reader = @reader", new { reader });
    }

    /// <summary>A table whose columns are a record's properties.</summary>
    private sealed class LineTable<T>
    {
        private readonly Bulk _bulk;
        private readonly Func<T, object?>[] _read;

        public LineTable(string table, string key, params string[] computed)
        {
            var properties = typeof(T).GetProperties().Where(property => property.CanWrite && property.Name != key && !computed.Contains(property.Name)).Prepend(typeof(T).GetProperty(key)!).ToList();
            var numbers = properties.Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(long)).Select(property => Snake(property.Name)).ToHashSet();
            _bulk = new Bulk(table, [Snake(key)], [.. properties.Skip(1).Select(property => Snake(property.Name))], numbers.Contains);
            _read = [.. properties.Select(property => Reader(property.Name))];
        }

        public Task Save(ITransaction transaction, IEnumerable<T> lines) => _bulk.Save(transaction, lines.Select(line => _read.Select(read => read(line)).ToArray()));

        private static Func<T, object?> Reader(string property)
        {
            var line = Expression.Parameter(typeof(T));
            return Expression.Lambda<Func<T, object?>>(Expression.Convert(Expression.Property(line, property), typeof(object)), line).Compile();
        }

        private static string Snake(string name) => Capital().Replace(name, match => (match.Index == 0 ? "" : "_") + match.Value.ToLowerInvariant());
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
