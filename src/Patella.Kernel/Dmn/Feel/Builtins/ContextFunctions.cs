namespace Patella.Kernel.Dmn.Feel;

/// <summary>Functions that read and build contexts; none changes the context it is given.</summary>
internal static class ContextFunctions
{
    internal static BuiltinFunction[] All =>
    [
        new("get value",
            new BuiltinForm("m:context, key:string", (_, a) => ((FeelContext)a[0]!).GetValueOrDefault((string)a[1]!)),
            new BuiltinForm("m:context, keys:list", (run, a) => GetNested(run, (FeelContext)a[0]!, (FeelList)a[1]!))),
        new("get entries", new BuiltinForm("m:context", (run, a) => Entries(run, (FeelContext)a[0]!))),
        new("context", new BuiltinForm("entries:list", (run, a) => Create(run, (FeelList)a[0]!))),
        new("context put",
            new BuiltinForm("context:context, key:string, value:any~", (run, a) => Put(run, (FeelContext)a[0]!, (string)a[1]!, a[2])),
            new BuiltinForm("context:context, keys:list, value:any~", (run, a) => PutNested(run, (FeelContext)a[0]!, (FeelList)a[1]!, 0, a[2]))),
        new("context merge", new BuiltinForm("contexts:list", (run, a) => Merge(run, (FeelList)a[0]!))),
    ];

    private static object? GetNested(Run run, FeelContext context, FeelList keys)
    {
        object? value = context;
        foreach (object? key in keys)
        {
            if (value is not FeelContext inner || key is not string name)
            {
                return run.Null("get value: the keys do not lead through contexts");
            }

            value = inner.GetValueOrDefault(name);
        }

        return keys.Count == 0 || keys.Any(key => key is not string) ? run.Null("get value: there is no key") : value;
    }

    private static FeelList Entries(Run run, FeelContext context)
    {
        run.Grow(context.Count);
        return FeelList.Of(context.Select(entry => (object?)new FeelContext(["key", "value"], [entry.Key, entry.Value])));
    }

    private static FeelContext? Create(Run run, FeelList entries)
    {
        run.Grow(entries.Count);
        var builder = new FeelContextBuilder();
        foreach (object? entry in entries)
        {
            if (entry is not FeelContext context || context.GetValueOrDefault("key") is not string key
                || !context.TryGetValue("value", out object? value) || builder.Contains(key))
            {
                run.Null("context: every entry should have a key of its own and a value");
                return null;
            }

            builder.Put(key, value);
        }

        return builder.Build();
    }

    private static FeelContext Put(Run run, FeelContext context, string key, object? value)
    {
        run.Grow(context.Count + 1L);
        return FeelContext.Of([.. context, new KeyValuePair<string, object?>(key, value)]);
    }

    private static FeelContext? PutNested(Run run, FeelContext context, FeelList keys, int position, object? value)
    {
        StackGuard.Check();
        if (position >= keys.Count || keys[position] is not string key)
        {
            run.Null("context put: the keys should be strings, at least one");
            return null;
        }

        if (position == keys.Count - 1)
        {
            return Put(run, context, key, value);
        }

        if (context.GetValueOrDefault(key) is not FeelContext inner)
        {
            run.Null($"context put: '{key}' is no context");
            return null;
        }

        return PutNested(run, inner, keys, position + 1, value) is { } changed ? Put(run, context, key, changed) : null;
    }

    private static FeelContext? Merge(Run run, FeelList contexts)
    {
        var builder = new FeelContextBuilder();
        foreach (object? item in contexts)
        {
            if (item is not FeelContext context)
            {
                run.Null($"context merge: the list holds a {FeelText.TypeName(item)}");
                return null;
            }

            run.Grow(context.Count);
            foreach ((string key, object? value) in context)
            {
                builder.Put(key, value);
            }
        }

        return builder.Build();
    }
}
