namespace Patella.Kernel.Dmn.Feel;

/// <summary>Types as instance of and parameters name them.</summary>
internal sealed partial class FeelParser
{
    private FeelType Type()
    {
        if (++nesting > DeepestNesting)
        {
            throw reader.Error($"types may be nested at most {DeepestNesting} deep");
        }

        FeelType type =
            reader.Keyword("list") ? new ListFeelType(TypeArgument())
            : reader.Keyword("range") ? new RangeFeelType(TypeArgument())
            : reader.Keyword("context") ? ContextType()
            : reader.Keyword("function") ? FunctionType()
            : NamedType();
        nesting--;
        return type;
    }

    private FeelType TypeArgument()
    {
        if (!reader.Symbol("<"))
        {
            return FeelType.Any;
        }

        FeelType type = Type();
        reader.Expect(">", "after the type inside");
        return type;
    }

    private ContextFeelType ContextType()
    {
        if (!reader.Symbol("<") || reader.Symbol(">"))
        {
            return new ContextFeelType([]);
        }

        List<KeyValuePair<string, FeelType>> entries = List(() =>
        {
            string name = ParameterName() ?? throw reader.Error("expected the name of an entry and ':'");
            return new KeyValuePair<string, FeelType>(name, Type());
        });
        reader.Expect(">", "after the entries of a context type");
        return new ContextFeelType(entries);
    }

    private FunctionFeelType FunctionType()
    {
        List<FeelType>? parameters = null;
        if (reader.Symbol("<"))
        {
            parameters = [];
            if (!reader.Symbol(">"))
            {
                parameters = List(Type);
                reader.Expect(">", "after the types of parameters");
            }
        }

        return new FunctionFeelType(parameters, reader.Symbol("->") ? Type() : FeelType.Any);
    }

    private FeelType NamedType()
    {
        reader.SkipSpace();
        int start = reader.Position;
        var known = new NameTable(types.Names.Concat(FeelType.BuiltInNames));
        int end = known.Match(reader.Text, start, out string name);
        if (end < 0)
        {
            name = reader.Word();
            throw new FeelSyntaxException($"there is no type '{name}'", start);
        }

        reader.Position = end;
        return types.Find(name) ?? throw new FeelSyntaxException($"there is no type '{name}'", start);
    }
}
