namespace Patella.Kernel.Dmn.Feel;

/// <summary>Functions that take lists apart and put them together. Positions count from 1, negative ones from the end.</summary>
internal static class ListFunctions
{
    internal static BuiltinFunction[] All =>
    [
        new("list contains", new BuiltinForm("list:list, element:any~", (run, a) => Contains(run, (FeelList)a[0]!, a[1]))),
        new("count", new BuiltinForm("list:list", (_, a) => (decimal)((FeelList)a[0]!).Count), new BuiltinForm("list:any~...", (_, a) => (decimal)((FeelList)a[0]!).Count)),
        new("sublist", new BuiltinForm("list:list, start position:number, length:number?", (run, a) => Sublist(run, (FeelList)a[0]!, (decimal)a[1]!, (decimal?)a[2]))),
        new("append", new BuiltinForm("list:list, item:any~...", (run, a) => Built(run, [.. (FeelList)a[0]!, .. (FeelList)a[1]!]))),
        new("concatenate", new BuiltinForm("list:list...", (run, a) => Concatenate(run, (FeelList)a[0]!))),
        new("insert before", new BuiltinForm("list:list, position:number, newItem:any~", (run, a) => InsertBefore(run, (FeelList)a[0]!, (decimal)a[1]!, a[2]))),
        new("remove", new BuiltinForm("list:list, position:number", (run, a) => Remove(run, (FeelList)a[0]!, (decimal)a[1]!))),
        new("reverse", new BuiltinForm("list:list", (run, a) => Built(run, [.. ((FeelList)a[0]!).Reverse()]))),
        new("index of", new BuiltinForm("list:list, match:any~", (run, a) => IndexOf(run, (FeelList)a[0]!, a[1]))),
        new("union", new BuiltinForm("list:list...", (run, a) => Distinct(run, Concatenate(run, (FeelList)a[0]!)))),
        new("distinct values", new BuiltinForm("list:list", (run, a) => Distinct(run, (FeelList)a[0]!))),
        new("flatten", new BuiltinForm("list:list", (run, a) => Flatten(run, (FeelList)a[0]!))),
        new("list replace",
            new BuiltinForm("list:list, position:number, newItem:any~", (run, a) => ReplaceAt(run, (FeelList)a[0]!, (decimal)a[1]!, a[2])),
            new BuiltinForm("list:list, match:function, newItem:any~", (run, a) => ReplaceMatching(run, (FeelList)a[0]!, (FeelFunction)a[1]!, a[2]))),
        new("sort", new BuiltinForm("list:list, precedes:function?", (run, a) => Sorting.Sort(run, (FeelList)a[0]!, (FeelFunction?)a[1]))),
    ];

    private static object Contains(Run run, FeelList list, object? element)
    {
        run.Walk(list);
        return FeelValues.Box(list.Any(item => Equality.Same(item, element)));
    }

    private static FeelList Built(Run run, object?[] items)
    {
        run.Grow(items.Length);
        return items.Length == 0 ? FeelList.Empty : new FeelList(items);
    }

    /// <summary>The index from 0 of a position; -1 with a problem when there is no such item.</summary>
    private static int Index(Run run, FeelList list, decimal position)
    {
        decimal whole = decimal.Truncate(position);
        decimal index = whole < 0 ? list.Count + whole : whole - 1;
        if (index < 0 || index >= list.Count)
        {
            run.Null($"a list of {list.Count} has no position {position}");
            return -1;
        }

        return (int)index;
    }

    private static FeelList? Sublist(Run run, FeelList list, decimal start, decimal? length)
    {
        int from = Index(run, list, start);
        if (from < 0 || length < 0 || length > list.Count - from)
        {
            run.Null("sublist: the part lies outside the list");
            return null;
        }

        int count = length is { } wanted ? (int)wanted : list.Count - from;
        return Built(run, list.AsSpan().Slice(from, count).ToArray());
    }

    private static FeelList Concatenate(Run run, FeelList lists)
    {
        run.Grow(lists.Sum(list => (long)((FeelList)list!).Count));
        return FeelList.Of(lists.SelectMany(list => (FeelList)list!));
    }

    private static FeelList? InsertBefore(Run run, FeelList list, decimal position, object? item)
    {
        int index = Index(run, list, position);
        return index < 0 ? null : Built(run, [.. list.AsSpan()[..index], item, .. list.AsSpan()[index..]]);
    }

    private static FeelList? Remove(Run run, FeelList list, decimal position)
    {
        int index = Index(run, list, position);
        return index < 0 ? null : Built(run, [.. list.AsSpan()[..index], .. list.AsSpan()[(index + 1)..]]);
    }

    private static FeelList IndexOf(Run run, FeelList list, object? match)
    {
        run.Grow(list.Count);
        run.Walk(list);
        return FeelList.Of(Enumerable.Range(0, list.Count).Where(index => Equality.Same(list[index], match)).Select(index => (object?)(index + 1m)));
    }

    private static FeelList Distinct(Run run, FeelList list)
    {
        var kept = new List<object?>();
        foreach (object? item in list)
        {
            run.Spend(1 + (kept.Count * Measure.Of(item).Weight / 16));
            if (!kept.Exists(other => Equality.Same(other, item)))
            {
                kept.Add(item);
            }
        }

        return FeelList.Of(kept);
    }

    private static FeelList Flatten(Run run, FeelList list)
    {
        var flat = new List<object?>();
        FlattenInto(run, list, flat);
        return FeelList.Of(flat);
    }

    private static void FlattenInto(Run run, FeelList list, List<object?> flat)
    {
        StackGuard.Check();
        run.Grow((long)flat.Count + list.Count);
        foreach (object? item in list)
        {
            if (item is FeelList inner)
            {
                FlattenInto(run, inner, flat);
            }
            else
            {
                flat.Add(item);
            }
        }
    }

    private static FeelList? ReplaceAt(Run run, FeelList list, decimal position, object? item)
    {
        int index = Index(run, list, position);
        return index < 0 ? null : Built(run, [.. list.AsSpan()[..index], item, .. list.AsSpan()[(index + 1)..]]);
    }

    private static FeelList? ReplaceMatching(Run run, FeelList list, FeelFunction match, object? newItem)
    {
        object?[] items = [.. list];
        run.Grow(items.Length);
        for (int position = 0; position < items.Length; position++)
        {
            run.Enter();
            object? met = match.Invoke(run, [items[position], newItem]);
            run.Leave();
            if (met is not bool)
            {
                run.Null($"list replace: match should give a boolean but gives {FeelText.TypeName(met)}");
                return null;
            }

            items[position] = met is true ? newItem : items[position];
        }

        return new FeelList(items);
    }
}
