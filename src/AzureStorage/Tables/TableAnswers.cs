using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace FunctionsPipeline.AzureStorage.Tables;

/// <summary>What the answers of Table Storage mean to us.</summary>
internal static class TableAnswers
{
    private const string VersionBegin = "W/\"";

    /// <summary>
    /// False for what is no version of any row. Azure calls such a condition malformed; for us it is one that cannot hold, and
    /// <c>*</c> must not turn it into none.
    /// </summary>
    public static bool IsVersion(string etag) => etag.StartsWith(VersionBegin, StringComparison.Ordinal) && etag[^1] == '"';

    /// <summary>True when a condition of a write did not hold.</summary>
    public static bool IsConflict(RequestFailedException refused) => refused.Status switch
    {
        409 => refused.ErrorCode == TableErrorCode.EntityAlreadyExists,
        412 => true,
        404 => !IsWithoutTable(refused),
        _ => false,
    };

    public static bool IsWithoutTable(Exception exception) =>
        exception is RequestFailedException { Status: 404 } refused && refused.ErrorCode == TableErrorCode.TableNotFound;

    /// <summary>Our rules count as Azure's data model does; what travels is JSON, and longer.</summary>
    public static bool IsTooLarge(RequestFailedException refused) =>
        refused.Status == 413
        || refused.ErrorCode == TableErrorCode.EntityTooLarge
        || refused.ErrorCode == TableErrorCode.PropertyValueTooLarge
        || refused.ErrorCode is "RequestBodyTooLarge" or "ContentLengthExceeded";

    /// <summary>Place of the operation that failed in its batch.</summary>
    public static int FailedIndex(RequestFailedException refused) =>
        refused is TableTransactionFailedException { FailedTransactionActionIndex: { } index } ? index : 0;

    public static string Why(RequestFailedException refused) =>
        refused.Status == 409 ? "it exists already." : "another version is there, or none.";
}
