namespace Patella.Kernel.Dmn.Feel;

/// <summary>A function of the FEEL library; it may have several forms, told apart by number, names and types of arguments.</summary>
internal sealed class BuiltinFunction(string name, params BuiltinForm[] forms) : FeelFunction
{
    public override string Name => name;

    public override IReadOnlyList<string> Parameters { get; } = [.. forms[0].Parameters.Select(parameter => parameter.Name)];

    internal override object? Invoke(Run run, object?[] arguments)
    {
        string? fault = null;
        foreach (BuiltinForm form in forms)
        {
            if (form.Bind(arguments, out object?[] bound) is not { } reason)
            {
                return form.Body(run, bound);
            }

            fault ??= reason;
        }

        return run.Null($"{name}: {fault}");
    }

    internal override object? InvokeNamed(Run run, string[] names, object?[] arguments)
    {
        string? fault = null;
        foreach (BuiltinForm form in forms)
        {
            if (form.BindNamed(names, arguments, out object?[] bound) is not { } reason)
            {
                return form.Body(run, bound);
            }

            fault ??= reason;
        }

        return run.Null($"{name}: {fault}");
    }
}
