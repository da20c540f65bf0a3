namespace Patella.Kernel.Dmn.Feel;

/// <summary>Functions of many values; each takes a list or the values themselves.</summary>
internal static class AggregateFunctions
{
    internal static BuiltinFunction[] All =>
    [
        OfValues("min", (run, list) => Extreme(run, list, -1)),
        OfValues("max", (run, list) => Extreme(run, list, 1)),
        OfNumbers("sum", numbers => numbers.Sum()),
        OfNumbers("mean", numbers => numbers.Sum() / numbers.Length),
        OfNumbers("product", numbers => numbers.Aggregate((left, right) => left * right)),
        OfNumbers("median", Median),
        OfNumbers("stddev", numbers => numbers.Length < 2 ? null : Deviation(numbers)),
        OfValues("mode", Mode),
        OfValues("all", (run, list) => Fold(run, list, true)),
        OfValues("any", (run, list) => Fold(run, list, false)),
    ];

    /// <summary>The sum of numbers; null when there are none, one of them is no number, or the sum is too large.</summary>
    internal static object? Sum(Run run, FeelList list) => Numbers(run, "sum", list) is { Length: > 0 } numbers ? Checked(run, () => numbers.Sum()) : null;

    /// <summary>The smallest (sign -1) or largest (sign 1) of comparable values; null when there are none.</summary>
    internal static object? Extreme(Run run, FeelList list, int sign)
    {
        object? best = list.Count == 0 ? null : list[0];
        run.Grow(list.Count);
        foreach (object? item in list)
        {
            if (Ordering.Compare(item, best) is not { } order)
            {
                return run.Null($"cannot compare {FeelText.TypeName(item)} with {FeelText.TypeName(best)}");
            }

            best = order * sign > 0 ? item : best;
        }

        return best;
    }

    private static BuiltinFunction OfValues(string name, Func<Run, FeelList, object?> body) => new(
        name,
        new BuiltinForm("list:list", (run, a) => body(run, (FeelList)a[0]!)),
        new BuiltinForm("list:any~, more:any~, rest:any~?...", (run, a) => body(run, FeelList.Of([a[0], a[1], .. (FeelList)a[2]!]))));

    private static BuiltinFunction OfNumbers(string name, Func<decimal[], object?> body) => OfValues(name, (run, list) =>
        Numbers(run, name, list) is not { } numbers ? null
        : numbers.Length == 0 ? run.Null($"{name}: the list is empty")
        : Checked(run, () => body(numbers) ?? run.Null($"{name}: there are too few numbers")));

    private static object? Checked(Run run, Func<object?> work)
    {
        try
        {
            return work();
        }
        catch (OverflowException)
        {
            return run.Null("a result is larger than a number can be");
        }
    }

    private static decimal[]? Numbers(Run run, string name, FeelList list)
    {
        run.Grow(list.Count);
        var numbers = new decimal[list.Count];
        for (int position = 0; position < numbers.Length; position++)
        {
            if (list[position] is not decimal number)
            {
                run.Null($"{name}: the list holds a {FeelText.TypeName(list[position])}");
                return null;
            }

            numbers[position] = number;
        }

        return numbers;
    }

    private static object? Median(decimal[] numbers)
    {
        Array.Sort(numbers);
        int middle = numbers.Length / 2;
        return numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    private static object? Deviation(decimal[] numbers)
    {
        decimal mean = numbers.Sum() / numbers.Length;
        return DecimalMath.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1));
    }

    private static FeelList? Mode(Run run, FeelList list)
    {
        if (Numbers(run, "mode", list) is not { } numbers)
        {
            return null;
        }

        var groups = numbers.GroupBy(number => number).ToList();
        int most = groups.Count == 0 ? 0 : groups.Max(group => group.Count());
        return FeelList.Of(groups.Where(group => group.Count() == most).Select(group => group.Key).Order().Select(number => (object?)number));
    }

    private static object? Fold(Run run, FeelList list, bool all)
    {
        run.Grow(list.Count);
        object? result = FeelValues.Box(all);
        foreach (object? item in list)
        {
            if (item is not (null or bool))
            {
                return run.Null($"{(all ? "all" : "any")}: the list holds a {FeelText.TypeName(item)}");
            }

            result = all ? Logic.And(result, item) : Logic.Or(result, item);
        }

        return result;
    }
}
