namespace Patella.Kernel.Dmn.Feel;

/// <summary>One parameter of a built-in function.</summary>
/// <param name="Name">As FEEL names it.</param>
/// <param name="Type">number, string, boolean, list, context, function, range or any.</param>
/// <param name="Optional">May be left out.</param>
/// <param name="Nullable">May be given as null.</param>
/// <param name="Rest">Takes all further arguments as a list.</param>
internal sealed record BuiltinParameter(string Name, string Type, bool Optional, bool Nullable, bool Rest)
{
    /// <summary>The value as the parameter's type, by FEEL's implicit conversions; false when it is of another type.</summary>
    internal bool Accept(object? value, out object? accepted)
    {
        accepted = value;
        if (value is null)
        {
            return Nullable;
        }

        if (Fits(value))
        {
            return true;
        }

        if (Type == "list")
        {
            accepted = new FeelList([value]);
            return true;
        }

        if (value is FeelList { Count: 1 } single && single[0] is { } item && Fits(item))
        {
            accepted = item;
            return true;
        }

        return false;
    }

    private bool Fits(object value) => Type switch
    {
        "any" => true,
        "number" => value is decimal,
        "string" => value is string,
        "boolean" => value is bool,
        "list" => value is FeelList,
        "context" => value is FeelContext,
        "function" => value is FeelFunction,
        "range" => value is FeelRange,
        "point" => value is not (FeelRange or FeelList or FeelContext or FeelFunction),
        _ => throw new InvalidOperationException($"No such parameter type: {Type}."),
    };
}

/// <summary>One form of a built-in function.</summary>
internal sealed class BuiltinForm
{
    private readonly int required;

    /// <summary>
    /// Parameters are written <c>name:type</c>, separated by commas; the type may end in <c>?</c> (may be left out),
    /// <c>~</c> (may be null) and <c>...</c> (takes the rest).
    /// </summary>
    internal BuiltinForm(string parameters, Func<Run, object?[], object?> body)
    {
        Body = body;
        Parameters = parameters.Length == 0 ? [] : [.. parameters.Split(',').Select(Read)];
        required = Parameters.Count(parameter => !parameter.Optional);
    }

    internal BuiltinParameter[] Parameters { get; }

    internal Func<Run, object?[], object?> Body { get; }

    /// <summary>Puts arguments in order; the fault when they do not fit.</summary>
    internal string? Bind(object?[] arguments, out object?[] bound)
    {
        bound = new object?[Parameters.Length];
        bool rest = Parameters.Length > 0 && Parameters[^1].Rest;
        if (arguments.Length < required || (arguments.Length > Parameters.Length && !rest))
        {
            return $"takes {Parameters.Length} arguments, not {arguments.Length}";
        }

        int plain = rest ? Parameters.Length - 1 : Math.Min(arguments.Length, Parameters.Length);
        for (int position = 0; position < plain; position++)
        {
            if (!Parameters[position].Accept(arguments[position], out bound[position]))
            {
                return Mismatch(Parameters[position], arguments[position]);
            }
        }

        return rest ? BindRest(arguments, plain, bound) : null;
    }

    internal string? BindNamed(string[] names, object?[] arguments, out object?[] bound)
    {
        bound = new object?[Parameters.Length];
        var given = new bool[Parameters.Length];
        for (int position = 0; position < names.Length; position++)
        {
            int place = Array.FindIndex(Parameters, parameter => parameter.Name == names[position]);
            if (place < 0 || given[place])
            {
                return place < 0 ? $"has no parameter '{names[position]}'" : $"is given '{names[position]}' twice";
            }

            given[place] = true;
            if (!Parameters[place].Accept(arguments[position], out bound[place]))
            {
                return Mismatch(Parameters[place], arguments[position]);
            }

            if (Parameters[place].Rest && bound[place] is not FeelList)
            {
                bound[place] = new FeelList([bound[place]]);
            }
        }

        int missing = Array.FindIndex(given, present => !present);
        while (missing >= 0 && Parameters[missing].Optional)
        {
            missing = Array.FindIndex(given, missing + 1, present => !present);
        }

        return missing < 0 ? null : $"needs '{Parameters[missing].Name}'";
    }

    private string? BindRest(object?[] arguments, int plain, object?[] bound)
    {
        var items = new object?[arguments.Length - plain];
        for (int position = 0; position < items.Length; position++)
        {
            if (!Parameters[^1].Accept(arguments[plain + position], out items[position]))
            {
                return Mismatch(Parameters[^1], arguments[plain + position]);
            }
        }

        bound[plain] = new FeelList(items);
        return null;
    }

    private static string Mismatch(BuiltinParameter parameter, object? value) =>
        $"'{parameter.Name}' should be {parameter.Type} but is {FeelText.TypeName(value)}";

    private static BuiltinParameter Read(string text)
    {
        string[] parts = text.Trim().Split(':');
        string type = parts[1].TrimEnd('?', '~', '.');
        string marks = parts[1][type.Length..];
        return new BuiltinParameter(parts[0], type, marks.Contains('?'), marks.Contains('~'), marks.Contains('.'));
    }
}
