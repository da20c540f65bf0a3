using System.Globalization;
using Patella.Platform.Storage;

namespace Patella.Service.Reports;

/// <summary>Questions to the sums of slots. Each names entrance, language and units, so that what it reads lies side by side, and one statement covers all grains of a span.</summary>
internal static class SlotQuery
{
    /// <summary>Rows by the first column of <paramref name="columns"/>, one statement for all ranges; a group may come once a range.</summary>
    /// <param name="columns">What to select; the first is what to group by.</param>
    /// <param name="entrances">Entrances or <see cref="SlotSums.Every"/>.</param>
    /// <param name="units">Units or <see cref="SlotSums.Every"/>.</param>
    public static Task<IReadOnlyList<T>> Sum<T>(
        IReader reader, IReadOnlyList<SlotRange> ranges, string columns, IReadOnlyList<string> entrances, string language, IReadOnlyList<string> units, params IEnumerable<KeyValuePair<string, object?>> more)
    {
        if (ranges.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<T>>([]);
        }

        var sql = string.Join(" union all ", ranges.Select((_, index) => string.Create(CultureInfo.InvariantCulture,
            $"select {columns} from report_slot where tenant = @tenant and grain = @grain{index} and entrance in @entrances and language = @language and unit in @units and slot >= @from{index} and slot < @until{index} group by 1")));
        var arguments = new Dictionary<string, object?>(more) { ["entrances"] = entrances.ToArray(), ["language"] = language, ["units"] = units.ToArray() };
        for (var index = 0; index < ranges.Count; index++)
        {
            (arguments[$"grain{index}"], arguments[$"from{index}"], arguments[$"until{index}"]) = (ranges[index].Grain, ranges[index].From, ranges[index].Until);
        }

        return reader.Many<T>(sql, arguments);
    }

    /// <summary>Sums as one column <c>sums</c>, a JSON array in the order given.</summary>
    public static string Array(IReader reader, IEnumerable<string> columns)
    {
        var values = string.Join(", ", columns.Select(column => $"sum({column})"));
        return reader.Kind == StoreKind.Postgres ? $"cast(jsonb_build_array({values}) as text) as sums" : $"json_array({values}) as sums";
    }
}
