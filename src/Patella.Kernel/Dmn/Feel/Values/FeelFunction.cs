namespace Patella.Kernel.Dmn.Feel;

/// <summary>A function value: built in, written in FEEL, a business knowledge model or a decision service.</summary>
public abstract class FeelFunction
{
    /// <summary>Its name for messages and explanations.</summary>
    public abstract string Name { get; }

    /// <summary>Parameter names in order; a built-in with several forms gives those of its first.</summary>
    public abstract IReadOnlyList<string> Parameters { get; }

    /// <inheritdoc />
    public override string ToString() => $"function {Name}({string.Join(", ", Parameters)})";

    internal abstract object? Invoke(Run run, object?[] arguments);

    /// <summary>Calls by parameter name; the default puts the arguments in order.</summary>
    internal virtual object? InvokeNamed(Run run, string[] names, object?[] arguments)
    {
        var ordered = new object?[Parameters.Count];
        if (names.Length != ordered.Length)
        {
            return run.Null($"{Name} takes {ordered.Length} arguments, not {names.Length}");
        }

        for (int position = 0; position < names.Length; position++)
        {
            int place = IndexOf(names[position]);
            if (place < 0)
            {
                return run.Null($"{Name} has no parameter '{names[position]}'");
            }

            ordered[place] = arguments[position];
        }

        return Invoke(run, ordered);
    }

    private int IndexOf(string name)
    {
        for (int position = 0; position < Parameters.Count; position++)
        {
            if (string.Equals(Parameters[position], name, StringComparison.Ordinal))
            {
                return position;
            }
        }

        return -1;
    }
}
