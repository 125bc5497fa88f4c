using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>
/// <c>manifest.sha256</c>: a line for every file of the run, in the form of <c>sha256sum</c>, so that <c>sha256sum -c manifest.sha256</c>
/// inside the folder proves that nothing changed. Logs are left out: they go on.
/// </summary>
internal static class RunManifest
{
    private const string Name = "manifest.sha256";

    public static async Task WriteAsync(IBlobStore blobs, string folder, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        await foreach (var blob in blobs.ListAsync(folder, cancellationToken))
        {
            var name = blob.Path[folder.Length..];
            if (name == Name || name.StartsWith("logs/", StringComparison.Ordinal)) continue;

            await using var content = await blobs.OpenReadAsync(blob.Path, cancellationToken);
            if (content is null) continue;
            var hash = await SHA256.HashDataAsync(content.Content, cancellationToken);
            lines.Append(Convert.ToHexStringLower(hash)).Append("  ").Append(name).Append('\n');
        }

        using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString()));
        await blobs.PutAsync(folder + Name, manifest, BlobCondition.None, cancellationToken);
    }
}
