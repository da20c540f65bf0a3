using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>Turns item definitions into types; they may refer to each other in any order, and to themselves.</summary>
internal static class TypeCompiler
{
    /// <summary>Defines the types of a model under a prefix, empty for the model's own.</summary>
    internal static void Define(DmnDefinitions model, string prefix, TypeScope scope, TypeScope own, List<DmnProblem> problems)
    {
        NameTable members = new(ComponentNames(model.ItemDefinitions).Concat(Properties.Names));
        var context = new CompileContext(own, members, problems);
        List<(ItemDefinition Item, NamedFeelType Type)> named = [.. model.ItemDefinitions.Select(item => (item, new NamedFeelType(prefix + item.Name)))];
        foreach ((ItemDefinition item, NamedFeelType type) in named)
        {
            scope.Define(prefix + item.Name, type);
        }

        foreach ((ItemDefinition item, NamedFeelType type) in named)
        {
            string place = $"type '{prefix}{item.Name}'";
            Complete(type, item, place, context);
            if (Circular(type))
            {
                type.Target = FeelType.Any;
                problems.Add(new DmnProblem(place, "the type is defined as itself"));
            }
        }
    }

    /// <summary>Names of the entries of all structures, for the parser.</summary>
    internal static IEnumerable<string> ComponentNames(IEnumerable<ItemDefinition> items) =>
        items.SelectMany(item => item.Components.Select(component => component.Name).Concat(ComponentNames(item.Components)));

    private static void Complete(NamedFeelType type, ItemDefinition item, string place, CompileContext context)
    {
        context.Place = place;
        var scope = new SlotScope(new RootScope(new Dictionary<string, Evaluator>()), UnaryTestEmitter.Subject);
        type.AllowedText = item.AllowedValues;
        type.Allowed = item.AllowedValues is { } allowed ? context.Tests(allowed, Builtins.Names, scope) : null;
        type.Constraint = item.TypeConstraint is { } constraint ? context.Tests(constraint, Builtins.Names, scope) : null;
        type.Target = Meaning(item, place, context);
    }

    private static FeelType Meaning(ItemDefinition item, string place, CompileContext context)
    {
        StackGuard.Check();
        FeelType type =
            item.Components.Count > 0
                ? new ContextFeelType([.. item.Components.Select(component => new KeyValuePair<string, FeelType>(
                    component.Name, Component(component, $"{place}, component '{component.Name}'", context)))])
            : item.Function is { } function ? Function(function, place, context)
            : Find(item.TypeRef, place, context);
        return item.IsCollection ? new ListFeelType(type) : type;
    }

    // A component that restricts its values gets a type of its own to carry the tests.
    private static FeelType Component(ItemDefinition component, string place, CompileContext context)
    {
        if (component.AllowedValues is null && component.TypeConstraint is null)
        {
            return Meaning(component, place, context);
        }

        var type = new NamedFeelType(component.TypeRef ?? component.Name);
        Complete(type, component, place, context);
        return type;
    }

    private static FunctionFeelType Function(FunctionItem function, string place, CompileContext context) => new(
        [.. function.Parameters.Select(parameter => Find(parameter.TypeRef, place, context))],
        Find(function.OutputTypeRef, place, context));

    private static FeelType Find(string? name, string place, CompileContext context)
    {
        context.Place = place;
        return context.Type(name) ?? FeelType.Any;
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
