using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace WasmPseudoLink.Generator;

/// <summary>The summary of a method's XML documentation as one line of plain text.</summary>
internal static class DocSummary {
  /// <summary>Read from the comment itself: where no documentation file is made, the compiler keeps no XML.</summary>
  internal static string Of(SyntaxNode method) {
    var xml = new StringBuilder();
    foreach (string line in method.GetLeadingTrivia().ToFullString().Split('\n')) {
      string text = line.Trim();
      if (text.StartsWith("///")) xml.Append(text.Substring(3)).Append('\n');
    }
    try {
      XElement? summary = XElement.Parse($"<doc>{xml}</doc>").Element("summary");
      return summary == null ? "" : Regex.Replace(Text(summary), @"\s+", " ").Trim();
    } catch (XmlException) {
      return ""; // the compiler warns of it
    }
  }

  private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch {
    XText text => text.Value,
    XElement child => Reference(child) is { } named ? LastPart(named.Value) : Text(child),
    _ => "",
  }));

  private static XAttribute? Reference(XElement element) =>
    element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword");

  private static string LastPart(string reference) =>
    reference.Split('(')[0].Split('{')[0].Split('.', ':').Last();
}
