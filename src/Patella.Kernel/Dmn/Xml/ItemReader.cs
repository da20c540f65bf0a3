using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Reads types.</summary>
internal static class ItemReader
{
    internal static ItemDefinition Item(XmlPart part) => new()
    {
        Name = part.Name,
        Id = part.Id,
        TypeRef = part.TypeRef,
        IsCollection = part.Attribute("isCollection") is "true" or "1",
        AllowedValues = part.Child("allowedValues")?.Text,
        TypeConstraint = part.Child("typeConstraint")?.Text,
        Components = part.All("itemComponent").Select(Item).ToValueList(),
        Function = part.Child("functionItem") is { } function
            ? new FunctionItem(function.Attribute("outputTypeRef"), function.All("parameters").Select(Variable).ToValueList())
            : null,
    };

    internal static InformationItem Variable(XmlPart part) => new(part.Name, part.TypeRef, part.Id);
}
