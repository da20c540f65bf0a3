using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Patella.Service.Edge;

namespace Patella.Host.Hosting;

/// <summary>The description of the interface, OpenAPI 3.1; committed as docs/api/openapi.json and compared by a test.</summary>
public static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Patella", Version = "v1", Description = "The service OS of a marketplace. Errors are RFC 9457 problem details with a stable code; lists are cursor pages." };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.CreateSchemaReferenceId = type => type.Type == typeof(ProblemText) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ProblemText))
            {
                schema.Type = JsonSchemaType.String;
                schema.Description = null;
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointAccess>().FirstOrDefault();
            operation.Description = access switch
            {
                null or { Public: true } => "Open to all.",
                { AnyOf: var permissions } => $"Needs any of: {permissions}.",
            };
            operation.Responses ??= [];
            operation.Responses.TryAdd("default", new OpenApiResponse { Description = "application/problem+json: what is wrong and what to do" });
            return Task.CompletedTask;
        });
    });
}
