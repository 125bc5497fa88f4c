using FunctionsPipeline.Analysis;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Does for one file what <c>analyze</c> is asked for. Whatever is wrong with a file is that file's result. Safe for several threads.</summary>
internal sealed class FileAnalyzer(ClipAnalyzer analyzer, IReadOnlyList<string> expects, ReferenceComparer? reference, ClipPages? pages)
{
    public async Task<FileAnalysis> AnalyzeAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var analysis = await analyzer.AnalyzeAsync(file, expects, cancellationToken);
            var result = await AddReferenceAsync(FileAnalysis.Of(file, analysis), cancellationToken);
            if (pages is not null) await pages.WriteAsync(file, analyzer, analysis, result, expects, cancellationToken);
            return result;
        }
        catch (MediaException exception)
        {
            return FileAnalysis.Failed(file, FileError.Of(exception));
        }
        catch (DeviceMemoryException exception)
        {
            return FileAnalysis.Failed(file, new FileError("device_too_small", exception.Message, "Use another device, for example --device cpu."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FileAnalysis.Failed(file, new FileError("file_failed", exception.Message, "Check the file, the folder and the space on the disk."));
        }
    }

    /// <summary>A reference that does not fit takes nothing away from the analysis.</summary>
    private async Task<FileAnalysis> AddReferenceAsync(FileAnalysis result, CancellationToken cancellationToken)
    {
        if (reference is null) return result;
        try
        {
            return result with { Reference = ReferenceMeasure.Of(await reference.CompareAsync(result.File, cancellationToken)) };
        }
        catch (MediaException exception)
        {
            return result with { Error = FileError.Of(exception) };
        }
    }
}
