using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>Turns item definitions into types; they may refer to each other in any order, and to themselves.</summary>
internal static class TypeCompiler
{
    /// <summary>Defines the types of a model under a prefix, empty for the model's own.</summary>
    internal static void Define(DmnDefinitions model, string prefix, TypeScope scope, TypeScope own, List<DmnProblem> problems)
    {
        List<(ItemDefinition Item, NamedFeelType Type)> named = [.. model.ItemDefinitions.Select(item => (item, new NamedFeelType(prefix + item.Name)))];
        foreach ((ItemDefinition item, NamedFeelType type) in named)
        {
            scope.Define(prefix + item.Name, type);
        }

        foreach ((ItemDefinition item, NamedFeelType type) in named)
        {
            type.AllowedText = item.AllowedValues;
            type.Target = Meaning(item, own, $"type '{prefix}{item.Name}'", problems);
            if (Circular(type))
            {
                type.Target = FeelType.Any;
                problems.Add(new DmnProblem($"type '{prefix}{item.Name}'", "the type is defined as itself"));
            }
        }
    }

    /// <summary>Names of the entries of all structures, for the parser.</summary>
    internal static IEnumerable<string> ComponentNames(IEnumerable<ItemDefinition> items) =>
        items.SelectMany(item => item.Components.Select(component => component.Name).Concat(ComponentNames(item.Components)));

    private static FeelType Meaning(ItemDefinition item, TypeScope scope, string place, List<DmnProblem> problems)
    {
        StackGuard.Check();
        FeelType type =
            item.Components.Count > 0
                ? new ContextFeelType([.. item.Components.Select(component => new KeyValuePair<string, FeelType>(
                    component.Name, Meaning(component, scope, $"{place}, component '{component.Name}'", problems)))])
            : item.Function is { } function ? Function(function, scope, place, problems)
            : Find(item.TypeRef, scope, place, problems);
        return item.IsCollection ? new ListFeelType(type) : type;
    }

    private static FunctionFeelType Function(FunctionItem function, TypeScope scope, string place, List<DmnProblem> problems) => new(
        [.. function.Parameters.Select(parameter => Find(parameter.TypeRef, scope, place, problems))],
        Find(function.OutputTypeRef, scope, place, problems));

    private static FeelType Find(string? name, TypeScope scope, string place, List<DmnProblem> problems)
    {
        if (name is null)
        {
            return FeelType.Any;
        }

        if (scope.Find(name) is { } type)
        {
            return type;
        }

        problems.Add(new DmnProblem(place, $"there is no type '{name}'"));
        return FeelType.Any;
    }

    // A structure may hold itself inside a list, but a chain of bare names must end.
    private static bool Circular(NamedFeelType type)
    {
        FeelType next = type.Target;
        for (int hops = 0; next is NamedFeelType named && hops < 64; hops++)
        {
            if (ReferenceEquals(named, type))
            {
                return true;
            }

            next = named.Target;
        }

        return false;
    }
}
