using Azure;
using Azure.Storage.Blobs.Models;

namespace FunctionsPipeline.AzureStorage.Blobs;

/// <summary>What the answers of Blob Storage mean to us, and versions in one spelling.</summary>
internal static class BlobAnswers
{
    private const string VersionBegin = "0x";

    /// <summary>True when a condition of a put or a delete did not hold.</summary>
    public static bool IsConflict(RequestFailedException refused) =>
        refused.Status == 412 || (refused.Status == 409 && refused.ErrorCode == BlobErrorCode.BlobAlreadyExists);

    public static bool IsAbsent(RequestFailedException refused) => refused.Status == 404;

    public static bool IsWithoutContainer(Exception exception) =>
        exception is RequestFailedException { Status: 404 } refused && refused.ErrorCode == BlobErrorCode.ContainerNotFound;

    /// <summary>Somebody else's put of the same blob swept away the blocks that were staged for this one.</summary>
    public static bool IsWithoutBlocks(RequestFailedException refused) =>
        refused.Status == 400 && refused.ErrorCode == BlobErrorCode.InvalidBlockList;

    /// <summary>Lists spell a version without quotes, headers with them; ours are without.</summary>
    public static string Version(ETag etag) => etag.ToString().Trim('"');

    /// <summary>False for what is no version of any blob: such a condition cannot hold, and <c>*</c> must not turn it into none.</summary>
    public static bool IsVersion(string version) => version.StartsWith(VersionBegin, StringComparison.Ordinal);

    public static ETag ETag(string version) => new($"\"{version}\"");
}
