using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Files;

public static class FilesModule
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services.AddSingleton<FileStore>().AddSingleton<FileLinks>().AddSingleton<ITimerHandler, UnusedFiles>();

    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/files", UploadFile.Handle).Needs(Permission.Consume | Permission.Serve | Permission.Supervise | Permission.RunShop)
            .WithName("uploadFile").WithTags("Files").WithSummary("Takes one file of at most 20 MB; its type is decided by its content.").DisableAntiforgery()
            .Produces<FileView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        routes.MapGet("/files/{id}/content", ReadContent.Handle).OpenToAll()
            .WithName("readFile").WithTags("Files").WithSummary("The bytes of a file, by a link that is good for an hour.")
            .Produces(StatusCodes.Status200OK).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        return routes;
    }
}
