import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;
import org.opendatakit.validate.StubPropertyManager;

/**
 * Asks JavaRosa, the engine inside ODK Collect, what it makes of a record. One order a line:
 * "form PATH", "record PATH", "rule /path/of/context[1] EXPRESSION"; each answer ends with "end".
 */
public class Oracle {
    static FormDef form;
    static Path folder;
    static PrintStream out;

    public static void main(String[] args) throws Exception {
        out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new StubPropertyManager());
        ReferenceManager.instance().addReferenceFactory(new Neighbours());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            try {
                obey(order.split(" ", 2)[0], order.substring(order.indexOf(' ') + 1));
            } catch (Exception failure) {
                out.println("failure\t" + String.valueOf(failure.getMessage()).replaceAll("\\s+", " "));
            }
            out.println("end");
        }
    }

    static void obey(String what, String rest) throws Exception {
        if (what.equals("form")) {
            folder = Path.of(rest).getParent();
            formPath = rest;
        } else if (what.equals("record")) {
            open(rest);
            tell(form.getMainInstance().getRoot());
            tellChoices();
        } else {
            rule(rest.split(" ", 2)[0], rest.split(" ", 2)[1]);
        }
    }

    static String formPath;

    static void open(String path) throws Exception {
        try (InputStream stream = new FileInputStream(formPath)) {
            form = XFormUtils.getFormFromInputStream(stream);
        }
        TreeElement saved = XFormParser.restoreDataModel(Files.readAllBytes(Path.of(path)), null).getRoot();
        TreeElement whole = form.getMainInstance().getRoot().deepCopy(true);
        whole.populate(saved, form);
        form.getMainInstance().setRoot(whole);
        form.initialize(false, new InstanceInitializationFactory());
    }

    static void tell(TreeElement node) {
        for (int at = 0; at < node.getNumChildren(); at++) {
            TreeElement child = node.getChildAt(at);
            if (child.getMult() == TreeReference.INDEX_TEMPLATE) {
                continue;
            }
            TreeReference ref = child.getRef();
            IAnswerData value = child.getValue();
            String fits = "";
            if (child.getConstraint() != null && value != null && child.isRelevant()) {
                fits = String.valueOf(form.evaluateConstraint(ref, value));
            }
            out.println(String.join("\t", "node", ref.toString(true), String.valueOf(child.isRelevant()),
                    String.valueOf(child.isRequired()), fits, value == null ? "" : value.uncast().getString()));
            tell(child);
        }
    }

    static void tellChoices() {
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController walk = new FormEntryController(model);
        while (walk.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            if (model.getEvent() != FormEntryController.EVENT_QUESTION) {
                continue;
            }
            List<SelectChoice> choices = model.getQuestionPrompt().getSelectChoices();
            if (choices != null) {
                List<String> names = new ArrayList<>();
                choices.forEach(choice -> names.add(choice.getValue()));
                out.println("choices\t" + model.getFormIndex().getReference().toString(true) + "\t" + String.join(" ", names));
            }
        }
    }

    static void rule(String path, String source) throws Exception {
        TreeReference ref = TreeReference.rootRef();
        for (String step : path.substring(1).split("/")) {
            String name = step.replaceAll("\\[.*", "");
            ref = ref.extendRef(name, step.equals(name) ? 0 : Integer.parseInt(step.replaceAll(".*\\[|\\]", "")) - 1);
        }
        EvaluationContext around = new EvaluationContext(form.getEvaluationContext(), ref);
        Object found = XPathFuncExpr.unpack(XPathParseTool.parseXPath(source).eval(form.getMainInstance(), around));
        out.println("value\t" + found.getClass().getSimpleName() + "\t" + XPathFuncExpr.toString(found));
    }

    /** The files beside the form. */
    static class Neighbours extends PrefixedRootFactory {
        Neighbours() {
            super(new String[] {"file/", "file-csv/", "file"});
        }

        @Override
        protected Reference factory(String terminal, String uri) {
            Path file = folder.resolve(uri.substring(uri.lastIndexOf('/') + 1));
            return new Reference() {
                public String getURI() { return uri; }
                public String getLocalURI() { return file.toString(); }
                public boolean isReadOnly() { return true; }
                public InputStream getStream() throws java.io.IOException { return Files.newInputStream(file); }
                public OutputStream getOutputStream() { throw new UnsupportedOperationException(); }
                public boolean doesBinaryExist() { return Files.exists(file); }
                public void remove() { }
                public Reference[] probeAlternativeReferences() { return new Reference[0]; }
            };
        }
    }
}
